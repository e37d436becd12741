using Nca.Automaton;
using Nca.Randomness;

namespace Nca.Training;

/// <summary>
/// The replay buffer of states at various stages of development (tutorial, section 5). It hands out and takes back copies; no entry shares
/// memory with a batch.
/// </summary>
public sealed class SamplePool
{
    private readonly CellState[] _states;
    private readonly CellState _initial;

    /// <summary>Makes a pool of seeds.</summary>
    /// <param name="size">Number of entries, at least 1.</param>
    /// <param name="initial">The state that every entry starts from.</param>
    public SamplePool(int size, CellState initial)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(initial);
        _initial = initial.Clone();
        _states = new CellState[size];
        for (var entry = 0; entry < size; entry++)
            _states[entry] = initial.Clone();
    }

    /// <summary>Number of entries.</summary>
    public int Size => _states.Length;

    /// <summary>The entries as they are, for looking at.</summary>
    public IReadOnlyList<CellState> States => _states;

    /// <summary>Draws the entries of a batch.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="count">Size of the batch; without replacement at most <see cref="Size"/>.</param>
    /// <param name="withReplacement">Whether an entry may come twice.</param>
    /// <returns>Indices of entries, in the order drawn.</returns>
    public int[] Draw(RandomSequence random, int count, bool withReplacement)
    {
        ArgumentNullException.ThrowIfNull(random);
        var drawn = new int[count];
        if (withReplacement)
        {
            for (var sample = 0; sample < count; sample++)
                drawn[sample] = random.NextInteger(0, Size - 1);
            return drawn;
        }

        // Fisher and Yates, as far as the batch reaches; only the exchanged entries are remembered.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Size);
        var exchanged = new Dictionary<int, int>();
        for (var sample = 0; sample < count; sample++)
        {
            var other = random.NextInteger(sample, Size - 1);
            drawn[sample] = exchanged.GetValueOrDefault(other, other);
            exchanged[other] = exchanged.GetValueOrDefault(sample, sample);
        }

        return drawn;
    }

    /// <summary>A copy of an entry.</summary>
    /// <param name="entry">Index of the entry.</param>
    public CellState Take(int entry) => _states[entry].Clone();

    /// <summary>Overwrites an entry with a copy of a state.</summary>
    /// <param name="entry">Index of the entry.</param>
    /// <param name="state">The state.</param>
    public void Put(int entry, CellState state) => _states[entry].CopyFrom(state);

    /// <summary>Turns an entry back into the seed.</summary>
    /// <param name="entry">Index of the entry.</param>
    public void Reseed(int entry) => _states[entry].CopyFrom(_initial);
}
