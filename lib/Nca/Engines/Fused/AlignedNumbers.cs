using System.Runtime.InteropServices;

namespace Nca.Engines.Fused;

/// <summary>
/// Single-precision numbers at an address that is a multiple of 64, so that no vector straddles two cache lines (managed arrays promise 8;
/// a straddling load costs twice). Zero at first.
/// </summary>
internal sealed unsafe class AlignedNumbers : IDisposable
{
    private const int Alignment = 64;

    /// <summary>Takes the memory.</summary>
    /// <param name="length">How many numbers.</param>
    public AlignedNumbers(int length)
    {
        Length = length;
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, length) * sizeof(float), Alignment);
        Span.Clear();
    }

    /// <summary>Gives the memory back when nobody did.</summary>
    ~AlignedNumbers() => Free();

    /// <summary>How many numbers.</summary>
    public int Length { get; }

    /// <summary>Address of the first.</summary>
    public float* Pointer { get; private set; }

    /// <summary>The numbers, with bounds.</summary>
    public Span<float> Span => new(Pointer, Length);

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Pointer is null)
            return;
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }
}
