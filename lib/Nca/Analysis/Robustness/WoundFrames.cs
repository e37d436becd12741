using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;

namespace Nca.Analysis.Robustness;

/// <summary>One creature before a wound, just after it, and as it heals or does not.</summary>
/// <param name="Wound">The wound's name.</param>
/// <param name="Before">The state before the last fall.</param>
/// <param name="Steps">Steps since then; 0 is the wounded creature.</param>
/// <param name="States">The states at those steps.</param>
public sealed record WoundFrames(string Wound, CellState Before, IReadOnlyList<int> Steps, IReadOnlyList<CellState> States)
{
    /// <summary>Steps at which a creature is shown by default.</summary>
    public static IReadOnlyList<int> DefaultSteps { get; } = [0, 50, 200, 600];

    /// <summary>Wounds the first sample of the protocol's creatures.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="wounds">Each falls on the same creature, to which nothing else happened.</param>
    /// <param name="seed">The protocol's seed.</param>
    /// <param name="engine">Computes the steps.</param>
    public static IReadOnlyList<WoundFrames> Of(
        TrainedAutomaton creature,
        IReadOnlyList<Wound> wounds,
        long seed = TrainedAutomaton.EvaluationSeed,
        IRolloutEngine? engine = null
    )
    {
        ArgumentNullException.ThrowIfNull(wounds);
        var protocol = new WoundProtocol(creature, samples: 1, DefaultSteps, seed, engine);
        return [.. wounds.Select(Watch)];

        WoundFrames Watch(Wound wound)
        {
            CellState? before = null;
            var states = new List<CellState>();
            protocol.Inflict(wound, (_, look, state) =>
            {
                if (look < 0)
                    before = state.Clone();
                else
                    states.Add(state.Clone());
            });
            return new WoundFrames(wound.Name, before!, DefaultSteps, states);
        }
    }
}
