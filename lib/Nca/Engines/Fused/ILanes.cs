namespace Nca.Engines.Fused;

/// <summary>
/// The one place that knows how wide a vector is: a register of single-precision numbers and the few operations that the engine is made of.
/// Everything else in this folder is written once, over any implementation: 16, 8, 4 numbers, or a single one, which is the scalar form of
/// the same code.
/// </summary>
/// <typeparam name="TSelf">The implementation.</typeparam>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Numbers in the register.</summary>
    static abstract int Count { get; }

    /// <summary>Whether the machine has 32 registers of this kind (AVX-512, Arm64) and not 16: larger tiles then pay.</summary>
    static abstract bool ManyRegisters { get; }

    /// <summary>All numbers zero.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>All numbers the same.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary>Reads <see cref="Count"/> numbers.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>Writes <see cref="Count"/> numbers.</summary>
    static abstract void Store(TSelf lanes, float* target);

    /// <summary>a · b + c, rounded once where the machine can (<see cref="Rounding.Once"/>).</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>x where x &gt; 0, NaN where x is NaN, else 0: torch's relu.</summary>
    static abstract TSelf PositivePart(TSelf lanes);

    /// <summary>x where the gate is above 0, else 0.</summary>
    static abstract TSelf WherePositive(TSelf gate, TSelf lanes);

    /// <summary>Lane by lane.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>Lane by lane.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);
}
