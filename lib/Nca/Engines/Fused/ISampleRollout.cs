using Nca.Automaton;

namespace Nca.Engines.Fused;

/// <summary>
/// One sample's rollout at some vector width, forward and backward, with a workspace that serves one sample after the other.
/// </summary>
internal interface ISampleRollout : IDisposable
{
    /// <summary>Numbers in a vector.</summary>
    int Lanes { get; }

    /// <summary>Multiplications and additions so far, as <see cref="FusedCost"/> counts them.</summary>
    long Operations { get; }

    /// <summary>Whether the workspace fits.</summary>
    bool Fits(PackedWeights weights, CellState state);

    /// <summary>Rolls a state out.</summary>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="weights">The rule.</param>
    /// <param name="state">The state, advanced in place.</param>
    /// <param name="sample">The sample's number, for the fire masks.</param>
    /// <param name="steps">T.</param>
    /// <param name="fire">Which cells fire.</param>
    /// <param name="firstStep">The number of the first step, for the fire masks.</param>
    /// <param name="keep">Whether traces are kept for <see cref="Backward"/>.</param>
    /// <param name="stop">Looked at before every step; the state is then as it was, and the workspace good for the next sample.</param>
    void Forward(
        AutomatonConfig automaton,
        PackedWeights weights,
        CellState state,
        int sample,
        int steps,
        IFireMasks fire,
        int firstStep,
        bool keep,
        CancellationToken stop
    );

    /// <summary>Where the gradient of the last state is to be written, shape [H, W, C].</summary>
    Span<float> Slope { get; }

    /// <summary>Carries <see cref="Slope"/> back to the weights.</summary>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="weights">The rule.</param>
    /// <param name="steps">T.</param>
    /// <param name="gradient">Gets the gradient added, times the factor.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="stop">Looked at before every step.</param>
    void Backward(
        AutomatonConfig automaton,
        PackedWeights weights,
        int steps,
        UpdateRuleWeights gradient,
        float factor,
        CancellationToken stop
    );
}
