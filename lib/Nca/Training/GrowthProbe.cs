using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Metrics;

namespace Nca.Training;

/// <summary>Grows a sample from the seed cell now and then and compares it with the target. It changes nothing of the training.</summary>
/// <param name="engine">Computes the growth.</param>
/// <param name="every">Iterations between two probes, the last iteration included; 0 for none.</param>
public sealed class GrowthProbe(IRolloutEngine engine, int every) : ITrainingObserver
{
    private const int ShortestGrowth = 64,
        SmallestGrid = 7;
    private const uint Growth = int.MaxValue;

    /// <summary>SSIM (whole canvas) of the last probe; NaN on a canvas below 7×7, null before the first.</summary>
    public double? Similarity { get; private set; }

    /// <summary>What the last probe grew into; null before the first. Each probe is a state of its own.</summary>
    public CellState? Grown { get; private set; }

    /// <inheritdoc/>
    public void Observe(Trainer trainer, TrainingRecord record)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        if (every > 0 && (trainer.Iteration % every == 0 || trainer.Iteration == trainer.Config.Steps))
            Similarity = Grow(trainer);
    }

    private double Grow(Trainer trainer)
    {
        var (config, target) = (trainer.Config, trainer.Target);
        var creature = new TrainedAutomaton(config.Automaton, trainer.Result, target);
        var steps = Math.Max(ShortestGrowth, config.RolloutRange(trainer.Iteration).Longest);
        CellState[] states = [creature.Plant()];
        creature.Advance(states, steps, creature.Masks(config.Seed, Growth), engine);
        Grown = states[0];
        return target.Grid < SmallestGrid
            ? double.NaN
            : StructuralSimilarity.Whole(states[0].Rgba(), target.Rgba, target.Grid, target.Grid);
    }
}
