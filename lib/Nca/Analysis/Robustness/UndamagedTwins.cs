using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;

namespace Nca.Analysis.Robustness;

/// <summary>
/// The creatures of a protocol as they are where nothing happens to them: what wounded ones of the same age are compared with. They see
/// the same fire masks, so a creature and its twin differ by the wound alone. Not for several threads at once.
/// </summary>
/// <param name="creature">The trained automaton.</param>
/// <param name="samples">How many.</param>
/// <param name="fire">Their fire masks.</param>
/// <param name="engine">Computes the steps.</param>
internal sealed class UndamagedTwins(TrainedAutomaton creature, int samples, IFireMasks fire, IRolloutEngine? engine)
{
    // States at ages at which creatures begin to be watched, and mean errors at ages at which they are looked at.
    private readonly SortedDictionary<int, CellState[]> _kept = [];
    private readonly Dictionary<int, double> _errors = [];

    /// <summary>Copies of the twins at an age.</summary>
    /// <param name="age">Steps from the seed cell.</param>
    public CellState[] At(int age)
    {
        if (!_kept.TryGetValue(age, out var states))
        {
            var (from, start) = Nearest(age);
            states = from;
            creature.Advance(states, age - start, fire, engine, start);
            _kept[age] = states;
        }

        return Copies(states);
    }

    /// <summary>The twins' mean squared error at an age, mean over all; a number only if all of theirs are.</summary>
    /// <param name="age">Steps from the seed cell.</param>
    public double MeanError(int age)
    {
        Prepare([age]);
        return _errors[age];
    }

    /// <summary>Measures the errors at several ages in one walk.</summary>
    /// <param name="ages">Steps from the seed cell, in any order.</param>
    public void Prepare(IEnumerable<int> ages)
    {
        var missing = new SortedSet<int>(ages.Where(age => !_errors.ContainsKey(age)));
        if (missing.Count == 0)
            return;
        var (states, start) = Nearest(missing.Min);
        foreach (var age in creature.Visit(states, missing, fire, engine, start))
            _errors[age] = states.Average(creature.Error);
    }

    private (CellState[] States, int Age) Nearest(int age)
    {
        var known = _kept.Where(entry => entry.Key <= age).ToArray();
        return known.Length == 0 ? (creature.PlantMany(samples), 0) : (Copies(known[^1].Value), known[^1].Key);
    }

    private static CellState[] Copies(CellState[] states) => [.. states.Select(state => state.Clone())];
}
