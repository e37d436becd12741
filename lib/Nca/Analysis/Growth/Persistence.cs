using Nca.Automaton;
using Nca.Engines;
using Nca.Metrics;
using Nca.Progress;
using Nca.Targets;

namespace Nca.Analysis.Growth;

/// <summary>Whether a creature stays what it has become, over thousands of steps.</summary>
public static class Persistence
{
    /// <summary>An error up to which a creature counts as itself.</summary>
    public const double Bound = 3e-3;

    /// <summary>Steps between two looks.</summary>
    public const int Every = 100;

    /// <summary>Lets grown creatures live on.</summary>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="weights">The trained rule.</param>
    /// <param name="target">What they should stay.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="seeds">Growths.</param>
    /// <param name="steps">Steps from the seed; a multiple of <see cref="Every"/>.</param>
    /// <param name="dice">Which dice.</param>
    /// <returns>Error of each growth at steps 100, 200, …; shape [seeds, steps / 100].</returns>
    public static double[][] Errors(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        Target target,
        IRolloutEngine engine,
        int seeds,
        int steps,
        long dice
    )
    {
        ArgumentNullException.ThrowIfNull(automaton);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, Every);
        var states = Enumerable.Range(0, seeds).Select(_ => Seed.Plant(target.Grid, target.Grid, automaton.Channels)).ToArray();
        var fire = new CounterFireMasks(dice, 0, automaton.FireRate);
        var errors = states.Select(_ => new double[steps / Every]).ToArray();
        using var work = LongWork.Begin($"{seeds} lives over {steps} steps", steps);
        for (var look = 0; look < steps / Every; look++)
        {
            work.Advance(engine, automaton, weights, states, Every, fire, look * Every);
            for (var seed = 0; seed < seeds; seed++)
                errors[seed][look] = ImageError.MeanSquared(states[seed].Rgba(), target.Rgba);
        }

        return errors;
    }

    /// <summary>
    /// How many stayed within <see cref="Bound"/> at every look from the first at which a creature is grown up to a step.
    /// </summary>
    /// <param name="errors">From <see cref="Errors"/>.</param>
    /// <param name="until">The last step that counts.</param>
    /// <param name="grown">The first step that counts.</param>
    public static Share StayedUntil(double[][] errors, int until, int grown = 200) =>
        Share.Of([.. errors.Select(curve => curve.Take(until / Every).Skip(grown / Every - 1).All(error => error <= Bound))]);
}
