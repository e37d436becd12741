using Nca.Analysis.Growth;
using Nca.Engines;
using Nca.Metrics;
using Nca.Runs;

namespace Nca.Studies;

/// <summary>What became of one training of an experiment, in the figures that arms are compared by.</summary>
public sealed record EvaluationRow
{
    /// <summary>Name of the arm.</summary>
    public required string Arm { get; init; }

    /// <summary>The run's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The run's identity: the row belongs to it and to no other.</summary>
    public required string Identity { get; init; }

    /// <summary>Samples that were measured.</summary>
    public required int Samples { get; init; }

    /// <summary>Mean training loss of the last hundred iterations.</summary>
    public required double FinalLoss { get; init; }

    /// <summary>Mean squared error at step 96, mean over the samples.</summary>
    public required double ErrorYoung { get; init; }

    /// <summary>The same at step 200.</summary>
    public required double ErrorGrown { get; init; }

    /// <summary>SSIM of the whole canvas at step 200, mean over the samples.</summary>
    public required double Similarity { get; init; }

    /// <summary>SSIM within the target's box at step 200, mean over the samples.</summary>
    public required double SimilarityInBox { get; init; }

    /// <summary>Proportion of samples that stay within <see cref="Persistence.Bound"/> to step 2,000.</summary>
    public required double Persistent { get; init; }

    /// <summary>Shares healed of discs, small, middle and large (<see cref="Evaluation.RadiusShares"/>).</summary>
    public required IReadOnlyList<double> DiscsHealed { get; init; }

    /// <summary>Share healed of lost halves.</summary>
    public required double HalvesHealed { get; init; }

    /// <summary>Seconds of training.</summary>
    public required double Seconds { get; init; }

    /// <summary>Evaluates a run.</summary>
    /// <param name="arm">Name of the arm.</param>
    /// <param name="run">The run.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="samples">How many, at least 2.</param>
    public static EvaluationRow Of(string arm, StoredRun run, IRolloutEngine engine, int samples = 16)
    {
        ArgumentNullException.ThrowIfNull(run);
        var found = Evaluation.Of(run, engine, samples, thorough: false);
        return new EvaluationRow
        {
            Arm = arm,
            Seed = run.Config.Seed,
            Identity = run.Identity,
            Samples = samples,
            FinalLoss = found.FinalLoss,
            ErrorYoung = found.ErrorYoung.Mean,
            ErrorGrown = found.ErrorGrown.Mean,
            Similarity = found.Similarity.Mean,
            SimilarityInBox = found.SimilarityInBox.Mean,
            Persistent = found.Persistent.Value,
            DiscsHealed = [.. found.DiscsHealed.Select(share => share.Value)],
            HalvesHealed = found.HalvesHealed.Value,
            Seconds = run.Provenance.Seconds,
        };
    }
}
