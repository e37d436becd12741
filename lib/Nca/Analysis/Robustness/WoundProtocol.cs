using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Progress;
using Nca.Randomness;

namespace Nca.Analysis.Robustness;

/// <summary>
/// How creatures are wounded and watched, the same for every wound and every creature: samples grow from the seed cell, each with fire
/// masks of its own; the wound falls on each where the random sequence of that sample says; they are looked at some hundred steps later.
/// A sample is back when its error is at most <see cref="Factor"/> times the mean error of its undamaged twins of the same age, and it is
/// itself at all: within <see cref="Persistence.Bound"/>, lest the twins' own decay excuse it. Not for several threads at once.
/// </summary>
public sealed class WoundProtocol
{
    /// <summary>How much larger than the twins' mean the error of a creature that is back may be.</summary>
    public const double Factor = 2;

    /// <summary>Steps after the wound at which creatures are looked at by default.</summary>
    public static IReadOnlyList<int> DefaultLooks { get; } = [200, 400, 600];

    // The stream of a sample's numbers that says when the wound falls; those after it say where, one per fall.
    private const long WhenStream = 0;

    private readonly UndamagedTwins _twins;
    private readonly IFireMasks _fire;
    private readonly IRolloutEngine? _engine;

    /// <summary>Prepares creatures; nothing is computed yet.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="samples">How many creatures each wound falls on, at least 1.</param>
    /// <param name="looks">
    /// Steps after the wound at which they are looked at: ascending, none negative; 200, 400 and 600 by default.
    /// </param>
    /// <param name="seed">Random seed of the fire masks, and of where and when wounds fall.</param>
    /// <param name="engine">Computes the steps; one of its own by default.</param>
    public WoundProtocol(
        TrainedAutomaton creature,
        int samples = 64,
        IReadOnlyList<int>? looks = null,
        long seed = TrainedAutomaton.EvaluationSeed,
        IRolloutEngine? engine = null
    )
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        Looks = looks ?? DefaultLooks;
        if (Looks.Count == 0 || Looks[0] < 0 || Looks.Zip(Looks.Skip(1)).Any(pair => pair.First >= pair.Second))
            throw new ArgumentException("Looks are steps after the wound, in ascending order, at least one.", nameof(looks));
        (Creature, Samples, Seed, _engine) = (creature, samples, seed, engine);
        _fire = creature.Masks(seed);
        _twins = new UndamagedTwins(creature, samples, _fire, engine);
    }

    /// <summary>The trained automaton.</summary>
    public TrainedAutomaton Creature { get; }

    /// <summary>How many creatures each wound falls on.</summary>
    public int Samples { get; }

    /// <summary>Steps after the wound at which they are looked at.</summary>
    public IReadOnlyList<int> Looks { get; }

    /// <summary>Random seed of the fire masks, and of where and when wounds fall.</summary>
    public long Seed { get; }

    /// <summary>Lets a wound fall on every creature and watches them.</summary>
    /// <param name="wound">The wound.</param>
    /// <param name="watch">
    /// Sees the state of each sample just before each fall and at each look: the sample, −1 or the look's steps, and the state, which it
    /// must not change, nor keep without cloning it.
    /// </param>
    public WoundOutcome Inflict(Wound wound, Action<int, int, CellState>? watch = null)
    {
        ArgumentNullException.ThrowIfNull(wound);
        var ages = Enumerable.Range(0, Samples).Select(sample => AgeOf(wound.Timing, sample)).ToArray();
        var lasts = ages.Select(age => age + (wound.Timing.Times - 1) * wound.Timing.Apart).ToArray();
        _twins.Prepare(lasts.SelectMany(last => Looks.Select(look => last + look)));
        var (before, fell) = (new double[Samples], Enumerable.Repeat(true, Samples).ToArray());
        var errors = ages.Select(_ => new double[Looks.Count]).ToArray();
        var start = ages.Min();
        var states = _twins.At(start);
        var stops = new SortedSet<int>(
            Enumerable.Range(0, Samples).SelectMany(sample => FallsOf(sample).Concat(Looks.Select(look => lasts[sample] + look)))
        );
        foreach (var now in Creature.Visit(states, stops, _fire, _engine, start))
        {
            for (var sample = 0; sample < Samples; sample++)
            {
                var state = states[sample];
                if (IsFall(sample, now))
                    Fall(sample, now, state);
                for (var look = 0; look < Looks.Count; look++)
                {
                    if (lasts[sample] + Looks[look] != now)
                        continue;
                    errors[sample][look] = Creature.Error(state);
                    watch?.Invoke(sample, Looks[look], state);
                }
            }
        }

        return new WoundOutcome(
            wound.Name,
            wound.Describe(Creature.Target),
            Looks,
            [
                .. ages.Select(
                    (age, sample) =>
                        new WoundTrial(
                            age,
                            fell[sample],
                            before[sample],
                            errors[sample],
                            [.. Looks.Select(look => BoundAt(lasts[sample] + look))]
                        )
                ),
            ]
        );

        IEnumerable<int> FallsOf(int sample) =>
            Enumerable.Range(0, wound.Timing.Times).Select(time => ages[sample] + time * wound.Timing.Apart);

        bool IsFall(int sample, int now) => FallsOf(sample).Contains(now);

        void Fall(int sample, int now, CellState state)
        {
            if (now == ages[sample])
                before[sample] = Creature.Error(state);
            watch?.Invoke(sample, -1, state);
            var time = (now - ages[sample]) / wound.Timing.Apart;
            fell[sample] &= wound.Inflict(state, Creature.Target, Stream(sample, time + 1));
        }
    }

    /// <summary>Lets several wounds fall, each on creatures to which nothing else happened.</summary>
    /// <param name="wounds">The wounds.</param>
    /// <returns>What came of each, as soon as it is known.</returns>
    public IEnumerable<WoundOutcome> InflictEach(IReadOnlyList<Wound> wounds)
    {
        ArgumentNullException.ThrowIfNull(wounds);
        return Walk();

        IEnumerable<WoundOutcome> Walk()
        {
            using var work = LongWork.Begin($"{wounds.Count} wounds, {Samples} creatures each", wounds.Sum(StepsOf) + Looks[^1]);
            foreach (var wound in wounds)
                yield return Inflict(wound);
        }
    }

    /// <summary>The creatures at the age at which wounds fall on grown ones, to which nothing has happened.</summary>
    internal CellState[] Grown() => _twins.At(WoundTiming.Grown.Earliest);

    /// <summary>Lets several given damages fall on the same grown creatures, all side by side.</summary>
    /// <param name="grown">The creatures; see <see cref="Grown"/>. They are not changed.</param>
    /// <param name="damages">The damages.</param>
    /// <returns>For each damage, the share of creatures that are back at the last look.</returns>
    internal IReadOnlyList<double> BackAfter(IReadOnlyList<CellState> grown, IReadOnlyList<Damage> damages)
    {
        var (age, steps) = (WoundTiming.Grown.Earliest, Looks[^1]);
        CellState[] states = [.. damages.SelectMany(damage => TrainedAutomaton.Wound(grown, damage))];
        Creature.Advance(states, steps, new RepeatedFireMasks(_fire, grown.Count), _engine, age);
        var bound = BoundAt(age + steps);
        return [.. states.Chunk(grown.Count).Select(some => some.Average(state => Creature.Error(state) <= bound ? 1.0 : 0))];
    }

    /// <summary>The error up to which a creature of an age counts as back; 0 where the twins have left the finite numbers.</summary>
    /// <param name="age">Steps from the seed cell.</param>
    public double BoundAt(int age)
    {
        var twins = Factor * _twins.MeanError(age);
        return double.IsFinite(twins) ? Math.Min(twins, Persistence.Bound) : 0;
    }

    private long StepsOf(Wound wound) =>
        wound.Timing.Latest - wound.Timing.Earliest + (wound.Timing.Times - 1) * wound.Timing.Apart + Looks[^1];

    private int AgeOf(WoundTiming timing, int sample) => Stream(sample, WhenStream).NextInteger(timing.Earliest, timing.Latest);

    private RandomSequence Stream(int sample, long stream) => new(Seed, RandomPurpose.Wounding, (stream << 32) | (uint)sample);

    // Copies of the same samples side by side, each with the masks of its original.
    private sealed class RepeatedFireMasks(IFireMasks masks, int samples) : IFireMasks
    {
        public void Fill(int sample, int step, Span<byte> fires) => masks.Fill(sample % samples, step, fires);
    }
}
