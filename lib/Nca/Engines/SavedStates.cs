using System.Buffers;
using Nca.Automaton;

namespace Nca.Engines;

/// <summary>Copies of a batch's states, put back when a call fails halfway. Different samples may be saved by different threads.</summary>
/// <param name="states">The batch.</param>
internal sealed class SavedStates(IReadOnlyList<CellState> states) : IDisposable
{
    private readonly float[]?[] _copies = new float[]?[states.Count];

    /// <summary>Copies a state that is about to be overwritten.</summary>
    public void Save(int sample)
    {
        var values = states[sample].Values;
        var copy = ArrayPool<float>.Shared.Rent(values.Length);
        values.CopyTo(copy, 0);
        _copies[sample] = copy;
    }

    /// <summary>Gives every saved state its numbers back.</summary>
    public void Restore()
    {
        for (var sample = 0; sample < _copies.Length; sample++)
            _copies[sample]?.AsSpan(0, states[sample].Values.Length).CopyTo(states[sample].Values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ref var copy in _copies.AsSpan())
        {
            if (copy is not null)
                ArrayPool<float>.Shared.Return(copy);
            copy = null;
        }
    }
}
