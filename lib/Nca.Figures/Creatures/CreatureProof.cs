using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Figures.Model;

namespace Nca.Figures.Creatures;

/// <summary>
/// What the fused engine makes of a creature's seed in a few steps, all numbers of all cells: the page computes the same and shows the
/// largest difference. The grid is small, so that the proof is, and so that the creature reaches its border, which thereby is proved too.
/// </summary>
/// <param name="Steps">Steps from the seed.</param>
/// <param name="State">The state after them.</param>
internal sealed record CreatureProof(int Steps, CellState State)
{
    /// <summary>Rows and columns of the proof's grid.</summary>
    public const int Grid = 14;

    private const float Wildest = 1e6f;

    // Rules that nobody trained may leave the numbers that single precision holds; then fewer steps are a proof too.
    private static readonly int[] Lengths = [32, 16, 8, 4, 2, 1];

    /// <summary>Computes it.</summary>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="creature">The creature.</param>
    /// <param name="seed">Random seed of the fire masks.</param>
    /// <exception cref="ArgumentException">The rule holds something that is no number, or nearly.</exception>
    public static CreatureProof Of(AutomatonConfig automaton, Creature creature, long seed)
    {
        var proofs = Lengths.Select(steps =>
        {
            var state = InitialState.Plant(Grid, Grid, automaton.Channels);
            Advance(automaton, creature, state, steps, seed);
            return new CreatureProof(steps, state);
        });
        return proofs.FirstOrDefault(proof => proof.State.Values.All(value => MathF.Abs(value) < Wildest))
            ?? throw new ArgumentException($"The rule of {creature.Name} leaves the numbers in its first step.", nameof(creature));
    }

    /// <summary>Lets a creature's state live.</summary>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="creature">The creature.</param>
    /// <param name="state">The state, advanced in place.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="seed">Random seed of the fire masks.</param>
    public static void Advance(AutomatonConfig automaton, Creature creature, CellState state, int steps, long seed)
    {
        using var engine = new FusedRolloutEngine(threads: 1);
        IFireMasks fire =
            creature.Update == EvaluationMode.Stochastic ? new CounterFireMasks(seed, 0, automaton.FireRate) : new SynchronousUpdate();
        var rule =
            creature.Update == EvaluationMode.Scaled ? EvaluationTrial.Scaled(creature.Weights, automaton.FireRate) : creature.Weights;
        engine.Advance(automaton, rule, [state], steps, fire);
    }
}
