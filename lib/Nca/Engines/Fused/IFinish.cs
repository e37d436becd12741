namespace Nca.Engines.Fused;

/// <summary>What happens to a sum of products just before it leaves its register.</summary>
internal interface IFinish
{
    /// <summary>The number that is stored.</summary>
    /// <typeparam name="TLanes">The register.</typeparam>
    /// <param name="sum">The finished sums.</param>
    /// <param name="gate">The numbers at the same place in the gate's matrix.</param>
    static abstract unsafe TLanes Of<TLanes>(TLanes sum, float* gate)
        where TLanes : struct, ILanes<TLanes>;
}

/// <summary>Stores the sum.</summary>
internal readonly struct AsItIs : IFinish
{
    /// <inheritdoc/>
    public static unsafe TLanes Of<TLanes>(TLanes sum, float* gate)
        where TLanes : struct, ILanes<TLanes> => sum;
}

/// <summary>Stores relu of the sum.</summary>
internal readonly struct Rectified : IFinish
{
    /// <inheritdoc/>
    public static unsafe TLanes Of<TLanes>(TLanes sum, float* gate)
        where TLanes : struct, ILanes<TLanes> => TLanes.PositivePart(sum);
}

/// <summary>Stores the sum where the gate is above 0 (relu's slope), else 0.</summary>
internal readonly struct Gated : IFinish
{
    /// <inheritdoc/>
    public static unsafe TLanes Of<TLanes>(TLanes sum, float* gate)
        where TLanes : struct, ILanes<TLanes> => TLanes.WherePositive(TLanes.Load(gate), sum);
}
