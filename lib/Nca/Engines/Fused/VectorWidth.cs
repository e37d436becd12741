using System.Runtime.Intrinsics;

namespace Nca.Engines.Fused;

/// <summary>
/// Width of the registers that the fused engine computes with. All widths give the same numbers on one machine, at different speeds.
/// </summary>
public enum VectorWidth
{
    /// <summary>One number at a time.</summary>
    Scalar = 32,

    /// <summary>Four numbers: SSE, Arm64's Advanced SIMD.</summary>
    Bits128 = 128,

    /// <summary>Eight numbers: AVX2.</summary>
    Bits256 = 256,

    /// <summary>Sixteen numbers: AVX-512.</summary>
    Bits512 = 512,
}

/// <summary>Chooses among <see cref="VectorWidth"/>.</summary>
internal static class VectorWidths
{
    /// <summary>The widest that this machine computes in hardware.</summary>
    public static VectorWidth Widest { get; } =
        Vector512.IsHardwareAccelerated ? VectorWidth.Bits512
        : Vector256.IsHardwareAccelerated ? VectorWidth.Bits256
        : Vector128.IsHardwareAccelerated ? VectorWidth.Bits128
        : VectorWidth.Scalar;
}
