using Nca.Creatures;
using Nca.Engines;
using Nca.Metrics;

namespace Nca.Analysis.Growth;

/// <summary>Whether a creature stays what it has become, over thousands of steps.</summary>
public static class Persistence
{
    /// <summary>An error up to which a creature counts as itself.</summary>
    public const double Bound = 3e-3;

    /// <summary>Steps between two looks.</summary>
    public const int Every = 100;

    /// <summary>Lets grown creatures live on.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="samples">Samples, at least 1.</param>
    /// <param name="steps">Steps from the seed cell; a multiple of <see cref="Every"/>.</param>
    /// <param name="seed">Random seed of the fire masks.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <returns>Error of each growth at steps 100, 200, …; shape [samples, steps / 100].</returns>
    public static double[][] Errors(
        TrainedAutomaton creature,
        int samples,
        int steps,
        long seed = TrainedAutomaton.EvaluationSeed,
        IRolloutEngine? engine = null
    )
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, Every);
        var states = creature.PlantMany(samples);
        var looks = Enumerable.Range(1, steps / Every).Select(look => look * Every);
        var errors = states.Select(_ => new double[steps / Every]).ToArray();
        foreach (var step in creature.Visit(states, looks, creature.Masks(seed), engine))
            for (var sample = 0; sample < samples; sample++)
                errors[sample][step / Every - 1] = creature.Error(states[sample]);
        return errors;
    }

    /// <summary>
    /// How many stayed within <see cref="Bound"/> at every look from the first at which a creature is grown up to a step.
    /// </summary>
    /// <param name="errors">From <see cref="Errors"/>.</param>
    /// <param name="until">The last step that counts.</param>
    /// <param name="grown">The first step that counts.</param>
    public static Proportion StayedUntil(double[][] errors, int until, int grown = 200) =>
        Proportion.Of([.. errors.Select(curve => curve.Take(until / Every).Skip(grown / Every - 1).All(error => error <= Bound))]);
}
