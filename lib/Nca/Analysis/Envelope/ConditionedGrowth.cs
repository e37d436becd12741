using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;

namespace Nca.Analysis.Envelope;

/// <summary>Samples that grow side by side under conditions; one that leaves changes nothing for the others.</summary>
internal sealed class ConditionedGrowth
{
    private readonly TrainedAutomaton _trained;
    private readonly Conditions _conditions;
    private readonly long _seed;
    private readonly IFireMasks _fire;
    private readonly IRolloutEngine _engine;
    private readonly SortedDictionary<int, CellState> _states = [];
    private int _step;

    public ConditionedGrowth(TrainedAutomaton trained, Conditions conditions, int samples, long seed, IRolloutEngine engine)
    {
        (_trained, _conditions, _seed, _engine) = (trained, conditions, seed, engine);
        Creature = conditions.Of(trained);
        _fire = Creature.Masks(seed);
        foreach (var (sample, state) in Creature.PlantMany(samples).Index())
            _states[sample] = state;
    }

    /// <summary>The creature under its conditions.</summary>
    public TrainedAutomaton Creature { get; }

    /// <summary>Samples that have not left.</summary>
    public IReadOnlyCollection<int> Followed => _states.Keys;

    public CellState StateOf(int sample) => _states[sample];

    public void Leave(int sample) => _states.Remove(sample);

    public int StepsTo(int age) => _conditions.StepsFor(_trained, age);

    public void AdvanceTo(int age)
    {
        if (_states.Count == 0)
            return;
        var (start, end) = (_step, StepsTo(age));
        var masks = new SomeFireMasks(_fire, [.. _states.Keys]);

        // Noise comes after every step; without it, the engine stops only at the end.
        var stops = _conditions.Noise == 0 ? [end] : Enumerable.Range(start + 1, end - start);
        foreach (var step in Creature.Visit([.. _states.Values], stops, masks, _engine, start))
        {
            _step = step;
            if (_conditions.Noise > 0)
                AddNoiseOf(step - 1);
        }
    }

    private void AddNoiseOf(int step) =>
        Parallel.ForEach(_states, entry => StepNoise.AddTo(entry.Value, _conditions.Noise, _seed, entry.Key, step));

    // Each of those that are left sees the masks that it would see among all.
    private sealed class SomeFireMasks(IFireMasks masks, int[] samples) : IFireMasks
    {
        public void Fill(int sample, int step, Span<byte> fires) => masks.Fill(samples[sample], step, fires);
    }
}
