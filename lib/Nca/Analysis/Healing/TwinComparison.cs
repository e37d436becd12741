using Nca.Automaton;
using Nca.Engines;
using Nca.Progress;

namespace Nca.Analysis.Healing;

/// <summary>
/// Damaged creatures beside their undamaged twins, which live on with the very same dice: whatever differs between the two is the damage's
/// doing, and
/// nothing of it chance's.
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
    /// distance at which a
    /// healed creature is as good as any other. Empty for a single creature.
    /// </summary>
    public required double[][] Strangers { get; init; }

    /// <summary>Damages creatures and watches them and their twins.</summary>
    /// <param name="grown">The creatures, at least one; they are not changed.</param>
    /// <param name="damage">What falls on each.</param>
    /// <param name="watch">What to watch them with.</param>
    /// <param name="every">Steps between two looks, at least 1; the last step of the watch is always looked at.</param>
    public static TwinComparison Of(IReadOnlyList<CellState> grown, Damage damage, HealingWatch watch, int every = 1)
    {
        ArgumentNullException.ThrowIfNull(grown);
        ArgumentNullException.ThrowIfNull(damage);
        ArgumentNullException.ThrowIfNull(watch);
        ArgumentOutOfRangeException.ThrowIfZero(grown.Count, nameof(grown));
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        var looks = Enumerable.Range(0, watch.Steps + 1).Where(step => step % every == 0 || step == watch.Steps).ToArray();
        var (damaged, twins) = (grown.Select(state => state.Clone()).ToArray(), grown.Select(state => state.Clone()).ToArray());
        foreach (var state in damaged)
            damage.ApplyTo(state);

        // Masks depend on the place in the list and on the step alone, so both lists see the same dice.
        var fire = new CounterFireMasks(watch.Dice, 1, watch.Automaton.FireRate);
        var (frames, twinFrames) = (new List<CellState>(), new List<CellState>());
        var (visible, hidden) = (Table(grown.Count), Table(grown.Count));
        var strangers = Table(grown.Count > 1 ? grown.Count : 0);
        using var work = LongWork.Begin($"{grown.Count} wounded creatures and their twins over {watch.Steps} steps", 2L * watch.Steps);
        for (var look = 0; look < looks.Length; look++)
        {
            var before = look == 0 ? 0 : looks[look - 1];
            work.Advance(watch.Engine, watch.Automaton, watch.Weights, damaged, looks[look] - before, fire, before);
            work.Advance(watch.Engine, watch.Automaton, watch.Weights, twins, looks[look] - before, fire, before);
            frames.Add(damaged[0].Clone());
            twinFrames.Add(twins[0].Clone());
            for (var creature = 0; creature < damaged.Length; creature++)
            {
                visible[creature][look] = VisibleDistance(damaged[creature], twins[creature]).Average();
                hidden[creature][look] = HiddenDistance(damaged[creature], twins[creature]).Average();
                if (strangers.Length > 0)
                    strangers[creature][look] = VisibleDistance(twins[creature], twins[(creature + 1) % twins.Length]).Average();
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

        double[][] Table(int rows) => [.. Enumerable.Range(0, rows).Select(_ => new double[looks.Length])];
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
