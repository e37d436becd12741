using static System.FormattableString;

namespace Nca.Analysis.Growth;

/// <summary>What comparing evaluations shows, in words.</summary>
public static class EvaluationSentences
{
    /// <summary>The evaluation's name in running text.</summary>
    /// <param name="trial">The evaluation.</param>
    public static string Name(this EvaluationTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.Mode.ToString().ToLowerInvariant();
    }

    /// <summary>What became of the picture under this evaluation, with the error at the end.</summary>
    /// <param name="trial">The evaluation.</param>
    public static string Describe(this EvaluationTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var end = trial.Growth.Steps[^1];
        var fate = trial.Fate switch
        {
            Fate.Survives => "keeps its picture to",
            Fate.Lost => "loses its picture before",
            _ => "never reaches its picture by",
        };
        var error = end.Error.Mean < 1e-3 ? Invariant($"{end.Error.Mean:0.0e0}") : Invariant($"{end.Error.Mean:0.000}");
        return Invariant($"The {trial.Name()} evaluation {fate} step {end.Step:N0} (error {error}).");
    }

    /// <summary>What the three evaluations say together about the role of the noise.</summary>
    /// <param name="trials">The evaluations, as <see cref="EvaluationTrial.Compare"/> gives them.</param>
    /// <exception cref="ArgumentException">An evaluation is missing.</exception>
    public static string Describe(this IReadOnlyList<EvaluationTrial> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        return (Of(EvaluationMode.Stochastic), Of(EvaluationMode.Synchronous), Of(EvaluationMode.Scaled)) switch
        {
            (Fate.Survives, Fate.Survives, Fate.Survives) =>
                "The picture survives all three evaluations: this automaton does not depend on its noise.",
            (Fate.Survives, Fate.Survives, _) => "The picture survives when every cell fires, but not when the change is scaled down.",
            (Fate.Survives, _, Fate.Survives) =>
                "The size of the steps matters, not the noise: the mean update survives without randomness, the full "
                    + "synchronous one does not.",
            (Fate.Survives, _, _) =>
                "Only the stochastic update, the one it was trained with, survives. The noise is part of what was learned.",
            (Fate.Lost, _, _) => "Even with the stochastic update, the one it was trained with, at least one sample loses its picture.",
            _ => "Even with the stochastic update it does not reach its picture: look at the recipe before you look at the evaluation.",
        };

        Fate Of(EvaluationMode mode) =>
            trials.FirstOrDefault(trial => trial.Mode == mode)?.Fate
            ?? throw new ArgumentException($"The {mode} evaluation is missing.", nameof(trials));
    }
}
