using Nca.Figures.Model;
using Nca.Runs;
using Nca.Studies;

namespace Nca.Figures.Gallery;

/// <summary>Figures of the studies that are shipped.</summary>
public static class StudyFigures
{
    private const string Bands = "bands reach from the lowest seed to the highest";

    /// <summary>Training curves of an experiment's arms, and what each grows.</summary>
    /// <param name="experiment">Gives the arms.</param>
    /// <param name="runs">Finished trainings.</param>
    /// <param name="examples">A grown state of each arm.</param>
    public static Panels TrainingAndPatterns(
        Experiment experiment,
        IReadOnlyList<(ExperimentRun Run, StoredRun Result)> runs,
        IReadOnlyList<GrownExample> examples
    )
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(examples);
        return new Panels
        {
            Title = "Training and final patterns",
            Caption =
                $"Means over {experiment.Seeds.Count} seeds; {Bands}. The gradient's norm is the one before it is normalised. Below, "
                + $"what the first seed of each grows in {examples[0].Steps} steps with the stochastic mask on. {Scale(experiment)}.",
            Parts = [Charts("Training", [.. ComparisonFigures.TrainingCurves(runs)]), Strip("Final patterns", examples, zoom: 6)],
        };
    }

    /// <summary>What dropout does to error, staying and healing.</summary>
    /// <param name="rows">The dropout study's measurements.</param>
    public static ChartFigure Dropout(IReadOnlyList<EvaluationRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new ChartFigure
        {
            Title = "Dropout and robustness",
            Caption =
                $"{Seeds(rows)} seeds per level, {rows[0].Samples} samples each; {Bands}. Left: the error of the grown "
                + "picture. Right: "
                + $"the proportion that stays to step 2,000, and the proportions that heal. {Scale(ExperimentCatalog.Dropout)}.",
            Charts =
            [
                Against("mean squared error", true, ("at step 96", found => found.ErrorYoung), ("at step 200", found => found.ErrorGrown)),
                Against(
                    "proportion of samples",
                    false,
                    ("stays to step 2,000", found => found.Persistent),
                    ("heals small holes", found => found.DiscsHealed[0]),
                    ("heals middle holes", found => found.DiscsHealed[1]),
                    ("heals large holes", found => found.DiscsHealed[2])
                ),
            ],
        };

        LineChart Against(string yTitle, bool logarithmic, params (string, Func<EvaluationRow, double>)[] values) =>
            ComparisonFigures.Against(
                ExperimentCatalog.Dropout,
                rows,
                "dropout (1 − fire rate)",
                config => 1 - config.FireRate,
                yTitle,
                logarithmic,
                values
            );
    }

    /// <summary>What the number of channels does to loss, error and similarity.</summary>
    /// <param name="rows">The channel study's measurements.</param>
    /// <param name="examples">A grown state of each number of channels.</param>
    public static Panels Channels(IReadOnlyList<EvaluationRow> rows, IReadOnlyList<GrownExample> examples)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(examples);
        return new Panels
        {
            Title = "Channels and expressivity",
            Caption =
                $"{Seeds(rows)} seeds per number of channels; {Bands}. Below, what the first seeds have grown at step "
                + $"{examples[0].Steps}. "
                + $"{Scale(ExperimentCatalog.Channels)}.",
            Parts =
            [
                Charts(
                    "Channels",
                    [
                        Against(
                            "mean squared error",
                            true,
                            ("training loss at the end", found => found.FinalLoss),
                            ("at step 200", found => found.ErrorGrown)
                        ),
                        Against(
                            "SSIM at step 200",
                            false,
                            ("whole canvas", found => found.Similarity),
                            ("within the picture's box", found => found.SimilarityInBox)
                        ),
                    ]
                ),
                Strip("Grown pictures", examples, zoom: 4),
            ],
        };

        LineChart Against(string yTitle, bool logarithmic, params (string, Func<EvaluationRow, double>)[] values) =>
            ComparisonFigures.Against(ExperimentCatalog.Channels, rows, "channels", config => config.Channels, yTitle, logarithmic, values);
    }

    /// <summary>What each correction of the tutorial's listing is worth: error and staying with one choice taken back at a time.</summary>
    /// <param name="rows">The recipe study's measurements.</param>
    public static Panels Corrections(IReadOnlyList<EvaluationRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new Panels
        {
            Title = "What each correction is worth",
            Caption =
                $"The corrected recipe with one choice taken back at a time, {Seeds(rows)} seeds each: the mean, and the "
                + "range from the lowest "
                + $"to the highest. {Scale(ExperimentCatalog.Recipe)}.",
            Parts =
            [
                Dots("mean squared error at step 200", true, ("grown", found => found.ErrorGrown)),
                Dots("proportion of samples that stay to step 2,000", false, ("stays", found => found.Persistent)),
            ],
        };

        ChartFigure Dots(string xTitle, bool logarithmic, params (string, Func<EvaluationRow, double>)[] values) =>
            Charts(xTitle, [ComparisonFigures.Dots(ExperimentCatalog.Recipe, rows, xTitle, logarithmic, values)]);
    }

    /// <summary>One grown state of each training under its label.</summary>
    /// <param name="title">The figure's title.</param>
    /// <param name="caption">Its caption.</param>
    /// <param name="examples">The states.</param>
    public static ImageStrip Gallery(string title, string caption, IReadOnlyList<GrownExample> examples) =>
        Strip(title, examples, zoom: 4) with
        {
            Caption = caption,
        };

    private static ImageStrip Strip(string title, IReadOnlyList<GrownExample> examples, int zoom) =>
        new()
        {
            Title = title,
            Caption = "",
            Zoom = zoom,
            Frames = ComparisonFigures.Grown(examples),
        };

    private static ChartFigure Charts(string title, IReadOnlyList<Chart> charts) =>
        new()
        {
            Title = title,
            Caption = "",
            Charts = charts,
        };

    private static int Seeds(IReadOnlyList<EvaluationRow> rows) => rows.Select(row => row.Seed).Distinct().Count();

    private static string Scale(Experiment experiment)
    {
        var arm = experiment.Arms[0];
        return $"{arm.Size}×{arm.Size} cells on {arm.Grid}×{arm.Grid}, {arm.Config.Steps} iterations";
    }
}
