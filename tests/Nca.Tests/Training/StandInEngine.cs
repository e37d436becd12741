using Nca.Automaton;
using Nca.Engines;

namespace Nca.Tests.Training;

/// <summary>An engine that computes nothing: a test says what each rollout does.</summary>
internal abstract class StandInEngine : IRolloutEngine
{
    public string Name => "stand-in";

    public string Arithmetic => "stand-in";

    public int Threads => 1;

    public long Operations => 0;

    /// <summary>The automaton of the latest rollout.</summary>
    public AutomatonConfig? Automaton { get; private set; }

    /// <summary>The fire masks of the latest rollout.</summary>
    public IFireMasks? Fire { get; private set; }

    public virtual void Advance(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        IReadOnlyList<CellState> states,
        int steps,
        IFireMasks fire,
        int firstStep = 0,
        CancellationToken cancellation = default
    )
    { }

    public double[] Differentiate(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        IReadOnlyList<CellState> states,
        IReadOnlyList<int> steps,
        IFireMasks fire,
        IStateLoss loss,
        UpdateRuleWeights gradient,
        CancellationToken cancellation = default
    )
    {
        (Automaton, Fire) = (automaton, fire);
        return Differentiate(states, steps, gradient);
    }

    public void Dispose() { }

    /// <summary>What a rollout does to its states and the gradient.</summary>
    /// <returns>Each sample's loss.</returns>
    protected abstract double[] Differentiate(IReadOnlyList<CellState> states, IReadOnlyList<int> steps, UpdateRuleWeights gradient);
}
