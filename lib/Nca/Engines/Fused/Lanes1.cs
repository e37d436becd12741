namespace Nca.Engines.Fused;

/// <summary>One number: the same engine without vectors, for machines that have none and as the twin of the wide forms.</summary>
internal readonly unsafe struct Lanes1(float value) : ILanes<Lanes1>
{
    private readonly float _value = value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static bool ManyRegisters => false;

    /// <inheritdoc/>
    public static Lanes1 Zero => default;

    /// <inheritdoc/>
    public static Lanes1 operator +(Lanes1 a, Lanes1 b) => new(a._value + b._value);

    /// <inheritdoc/>
    public static Lanes1 operator -(Lanes1 a, Lanes1 b) => new(a._value - b._value);

    /// <inheritdoc/>
    public static Lanes1 Broadcast(float value) => new(value);

    /// <inheritdoc/>
    public static Lanes1 Load(float* source) => new(*source);

    /// <inheritdoc/>
    public static void Store(Lanes1 lanes, float* target) => *target = lanes._value;

    /// <inheritdoc/>
    public static Lanes1 MultiplyAdd(Lanes1 a, Lanes1 b, Lanes1 c) => new(Rounding.MultiplyAdd(a._value, b._value, c._value));

    /// <inheritdoc/>
    public static Lanes1 PositivePart(Lanes1 lanes) => lanes._value <= 0 ? default : lanes;

    /// <inheritdoc/>
    public static Lanes1 WherePositive(Lanes1 gate, Lanes1 lanes) => gate._value > 0 ? lanes : default;
}
