using Nca.Automaton;
using Nca.Creatures;

namespace Nca.Analysis.Healing;

/// <summary>
/// Damaged creatures beside their undamaged twins, which run on with exactly the same fire masks: every difference between the two is an
/// effect of the damage, none of chance.
/// </summary>
public sealed record TwinComparison
{
    /// <summary>What fell on the creatures.</summary>
    public required Damage Damage { get; init; }

    /// <summary>Steps since the damage at which they were looked at, from 0.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>The first creature at those steps.</summary>
    public required IReadOnlyList<CellState> Frames { get; init; }

    /// <summary>Its twin.</summary>
    public required IReadOnlyList<CellState> TwinFrames { get; init; }

    /// <summary>
    /// Distance of each creature from its twin in red, green, blue and alpha, shape [creatures, looks]; see <see cref="VisibleDistance"/>.
    /// </summary>
    public required double[][] Visible { get; init; }

    /// <summary>The same in the hidden channels.</summary>
    public required double[][] Hidden { get; init; }

    /// <summary>
    /// Visible distance of each twin from the next one's: what chance alone does to two creatures that nothing happened to, and so the
    /// distance at which a healed creature is as good as any other. Empty for a single creature.
    /// </summary>
    public required double[][] Strangers { get; init; }

    /// <summary>Damages creatures and watches them and their twins.</summary>
    /// <param name="grown">The creatures, at least one; they are not changed.</param>
    /// <param name="damage">What falls on each.</param>
    /// <param name="protocol">What to watch them with.</param>
    /// <param name="every">Steps between two looks, at least 1; the last step of the watch is always looked at.</param>
    public static TwinComparison Of(IReadOnlyList<CellState> grown, Damage damage, HealingProtocol protocol, int every = 1)
    {
        ArgumentNullException.ThrowIfNull(grown);
        ArgumentNullException.ThrowIfNull(damage);
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentOutOfRangeException.ThrowIfZero(grown.Count, nameof(grown));
        var looks = EvenSpacing.UpTo(protocol.Steps, every);
        var twins = grown.Select(state => state.Clone()).ToArray();
        var damaged = TrainedAutomaton.Wound(grown, damage);

        // Masks depend on the place in the list and on the step alone, so both lists see the same ones.
        var (creature, fire) = (protocol.Creature, protocol.Creature.Masks(protocol.Seed, growth: 1));
        var (frames, twinFrames) = (new List<CellState>(), new List<CellState>());
        var (visible, hidden) = (Table(grown.Count), Table(grown.Count));
        var strangers = Table(grown.Count > 1 ? grown.Count : 0);
        var both = creature.Visit(damaged, looks, fire, protocol.Engine).Zip(creature.Visit(twins, looks, fire, protocol.Engine));
        foreach (var (look, _) in both.Index())
        {
            frames.Add(damaged[0].Clone());
            twinFrames.Add(twins[0].Clone());
            for (var sample = 0; sample < damaged.Length; sample++)
            {
                visible[sample][look] = VisibleDistance(damaged[sample], twins[sample]).Average();
                hidden[sample][look] = HiddenDistance(damaged[sample], twins[sample]).Average();
                if (strangers.Length > 0)
                    strangers[sample][look] = VisibleDistance(twins[sample], twins[(sample + 1) % twins.Length]).Average();
            }
        }

        return new TwinComparison
        {
            Damage = damage,
            Steps = looks,
            Frames = frames,
            TwinFrames = twinFrames,
            Visible = visible,
            Hidden = hidden,
            Strangers = strangers,
        };

        double[][] Table(int rows) => [.. Enumerable.Range(0, rows).Select(_ => new double[looks.Count])];
    }

    /// <summary>
    /// Where two states look different: mean absolute difference of red, green, blue and alpha in each cell, shape [H, W].
    /// </summary>
    /// <param name="first">A state.</param>
    /// <param name="second">Another of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static float[] VisibleDistance(CellState first, CellState second) => Distance(first, second, 0, CellState.VisibleChannels);

    /// <summary>
    /// Where two states differ inside: the same over the hidden channels, which are not bounded and so are kept apart from what one sees.
    /// </summary>
    /// <param name="first">A state.</param>
    /// <param name="second">Another of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static float[] HiddenDistance(CellState first, CellState second)
    {
        ArgumentNullException.ThrowIfNull(first);
        return Distance(first, second, CellState.VisibleChannels, first.Channels);
    }

    private static float[] Distance(CellState first, CellState second, int from, int until)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!first.HasShapeOf(second))
            throw new ArgumentException($"A {first} and a {second} cannot be compared.", nameof(second));
        var distance = new float[first.Height * first.Width];
        for (var cell = 0; cell < distance.Length; cell++)
        {
            var sum = 0f;
            for (var channel = from; channel < until; channel++)
                sum += MathF.Abs(first.Values[cell * first.Channels + channel] - second.Values[cell * first.Channels + channel]);
            distance[cell] = until > from ? sum / (until - from) : 0;
        }

        return distance;
    }
}
