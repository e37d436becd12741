using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Nca.Engines.Fused;

/// <summary>How a product is added to a sum.</summary>
internal static class Rounding
{
    /// <summary>
    /// Whether the machine multiplies and adds with one rounding. Every width and the scalar form then do so, and else none.
    /// </summary>
    public static bool Once => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>a · b + c.</summary>
    public static float MultiplyAdd(float a, float b, float c) => Once ? MathF.FusedMultiplyAdd(a, b, c) : a * b + c;
}
