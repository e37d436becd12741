using Nca.Analysis.Robustness;
using Nca.Metrics;

namespace Nca.Studies;

/// <summary>The tutorial's claims as numbers: a seed cell grows into the picture, keeps it, and heals.</summary>
/// <param name="ErrorYoung">Mean squared error at step 96, at most.</param>
/// <param name="ErrorGrown">At step 200, at most.</param>
/// <param name="Similarity">SSIM of the whole canvas at step 200, at least.</param>
/// <param name="SimilarityInBox">SSIM within the picture's box, at least.</param>
/// <param name="Persistent">Share that stays to step 2,000, at least.</param>
/// <param name="PersistentLong">Share that stays to step 10,000; null where it is only reported.</param>
/// <param name="DiscsHealed">Share healed after discs of radius 4, 8, 12; null where it is only reported.</param>
/// <param name="HalvesHealed">Share healed after halves; null where it is only reported.</param>
/// <param name="FinalLoss">Mean loss of the last hundred iterations, at most.</param>
public sealed record Criteria(
    double ErrorYoung,
    double ErrorGrown,
    double Similarity,
    double SimilarityInBox,
    double Persistent,
    double? PersistentLong,
    IReadOnlyList<double>? DiscsHealed,
    double? HalvesHealed,
    double FinalLoss
)
{
    /// <summary>
    /// What the certificate claims: for each wound, by name, the share of samples that is back after the last look, at least. Wounds that
    /// are not in it are only reported. Empty where nothing is claimed.
    /// </summary>
    public IReadOnlyDictionary<string, double> Survived { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// Share that stays itself to the end of the certificate's long run (100,000 steps), at least; null where it is only reported.
    /// </summary>
    public double? Survives { get; init; }

    /// <summary>Whether the whole certificate belongs to these claims.</summary>
    public bool HaveCertificate => Survived.Count > 0 || Survives is not null;

    /// <summary>What is claimed of a creature trained by the corrected recipe.</summary>
    public static Criteria Document { get; } = new(1.5e-3, 8e-4, 0.97, 0.93, 0.95, null, null, null, 6e-4);

    /// <summary>What is claimed of one that was damaged in training.</summary>
    public static Criteria Regenerating { get; } =
        new(1.5e-3, 8e-4, 0.96, 0.92, 0.97, 0.95, [0.98, 0.98, 0.95], 0.85, 8e-4)
        {
            Survived = new Dictionary<string, double>
            {
                [Wounds.Discs[0].Name] = 0.98,
                [Wounds.Discs[1].Name] = 0.98,
                [Wounds.Discs[2].Name] = 0.98,
                [Wounds.Discs[3].Name] = 0.95,
                [Wounds.LargeCentre.Name] = 0.90,
                [Wounds.Half.Name] = 0.95,
                [Wounds.Swipes.Name] = 0.98,
                [Wounds.AllButCore.Name] = 0.95,
                [Wounds.TwentyDiscs.Name] = 0.98,
                [Wounds.WhileGrowing.Name] = 0.95,
            },
            Survives = 0.98,
        };

    /// <summary>Compares an evaluation with the criteria.</summary>
    /// <param name="found">What was measured.</param>
    public IReadOnlyList<Criterion> Check(Evaluation found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var samples = found.Persistent.Trials;
        var criteria = new List<Criterion>
        {
            Criterion.Mean("mean squared error at step 96", found.ErrorYoung, samples, ErrorYoung, atMost: true),
            Criterion.Mean("mean squared error at step 200", found.ErrorGrown, samples, ErrorGrown, atMost: true),
            Criterion.Mean("SSIM of the whole canvas at step 200", found.Similarity, samples, Similarity, atMost: false),
            Criterion.Mean("SSIM within the picture's box at step 200", found.SimilarityInBox, samples, SimilarityInBox, atMost: false),
            Criterion.AtLeast("stays itself to step 2,000", found.Persistent, Persistent),
        };
        if (found.PersistentLong is { } stays)
            criteria.Add(Criterion.AtLeast("stays itself to step 10,000", stays, PersistentLong));
        for (var size = 0; size < found.DiscsHealed.Count; size++)
            criteria.Add(
                Criterion.AtLeast(
                    FormattableString.Invariant($"heals a hole of radius {found.Radii[size]:0.#} in 200 steps"),
                    found.DiscsHealed[size],
                    DiscsHealed?[size]
                )
            );
        criteria.Add(Criterion.AtLeast("heals a lost half in 200 steps", found.HalvesHealed, HalvesHealed));
        criteria.Add(
            new Criterion(
                "training loss, last 100 iterations",
                found.FinalLoss,
                found.FinalLoss,
                found.FinalLoss,
                FinalLoss,
                AtMost: true,
                IsShare: false
            )
        );
        return criteria;
    }

    /// <summary>Holds the claim about a wound, if there is one, against what came of it.</summary>
    /// <param name="outcome">What was measured.</param>
    public Criterion Check(WoundOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return Criterion.AtLeast(outcome.Text, outcome.BackAtLast, Survived.TryGetValue(outcome.Wound, out var share) ? share : null);
    }

    /// <summary>Holds the claims against a certificate: each of its wounds in their order, then its long run.</summary>
    /// <param name="found">What was measured.</param>
    public IReadOnlyList<Criterion> Check(Certificate found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return
        [
            .. found.Wounds.Select(Check),
            // A run shorter than the claim's says less than the claim.
            Criterion.AtLeast(
                FormattableString.Invariant($"stays itself to step {found.Survival.Until:N0}"),
                found.Survival.Stayed,
                found.Survival.Until >= Certificate.LongRun ? Survives : null
            ),
        ];
    }
}
