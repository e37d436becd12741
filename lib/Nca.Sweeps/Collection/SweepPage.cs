using System.Globalization;
using System.Net;
using System.Text;
using Nca.Figures.Html;
using Nca.Figures.Model;
using Nca.Metrics;
using Nca.Runs;
using Nca.Sweeps.Cells;
using Nca.Sweeps.Grid;
using static System.FormattableString;

namespace Nca.Sweeps.Collection;

/// <summary>
/// A sweep as one page: what each training grew, laid out over the grid's axes; curves over the axes with bands over the seeds; a
/// table of all settings. Each picture opens its living creature, a page beside this one. It is written piece by piece.
/// </summary>
internal static class SweepPage
{
    private const string Name = "index.html",
        CreatureName = "creature.html";

    private const string Policy =
        "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src 'unsafe-inline' blob:; worker-src blob:; "
        + "base-uri 'none'; form-action 'none'";

    private const string Style = """
        body { max-width: 76rem; }
        h1 { font-size: 1.6rem; margin-bottom: .4rem; }
        h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
        p { max-width: 46rem; color: var(--nca-muted); margin: .3rem 0 .8rem; }
        .wide { overflow-x: auto; }
        .grid { border-collapse: collapse; }
        .grid th { font-weight: 600; font-size: .85rem; padding: .3rem .6rem; text-align: left; vertical-align: top; }
        .grid td { padding: .3rem; border: 1px solid var(--nca-line); vertical-align: top; }
        .cells { display: flex; flex-wrap: wrap; gap: .3rem; }
        .cell { width: 5.4rem; font-size: .72rem; line-height: 1.3; color: var(--nca-muted); overflow-wrap: anywhere; }
        .cell a { color: inherit; text-decoration: none; }
        .cell a:focus-visible, .cell a:hover { outline: 2px solid var(--nca-accent); }
        .cell img { display: block; width: 100%; image-rendering: pixelated; background: #fff; border: 1px solid var(--nca-line); }
        .cell .empty {
            display: grid; place-items: center; aspect-ratio: 1; border: 1px dashed var(--nca-edge); text-align: center; padding: .2rem;
        }
        .cell .failed { border-color: var(--nca-error); color: var(--nca-error); }
        details { margin: 1rem 0; } summary { cursor: pointer; }
        """;

    /// <summary>Writes the page, and a page with the living creature of each trained cell.</summary>
    /// <param name="folder">The sweep.</param>
    /// <param name="results">What became of its cells.</param>
    /// <returns>Path of the page.</returns>
    public static string Save(SweepFolder folder, IReadOnlyList<SweepResult> results)
    {
        foreach (var result in results)
            SaveCreature(folder, result);
        var path = Path.Combine(folder.Path, Name);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
            Write(folder, results, writer);
        });
        return path;
    }

    /// <summary>Writes the page.</summary>
    /// <param name="folder">The sweep.</param>
    /// <param name="results">What became of its cells.</param>
    /// <param name="page">Where it goes.</param>
    public static void Write(SweepFolder folder, IReadOnlyList<SweepResult> results, TextWriter page)
    {
        var groups = SweepGroup.Of(results);
        var title =
            folder.Sweep.Axes.Count > 0
                ? $"Sweep over {string.Join(", ", folder.Sweep.Axes.Select(axis => axis.Field))}"
                : $"Sweep of {folder.Sweep.Preset}";
        page.Write(
            $"""
            {BarePage.Begin(title, Policy, Style, FigureAssets.Html)}<p>{Encode(Lead(folder, results))}</p>
            <h2>What they grew</h2>
            <p>One sample of each at step 200, with its mean squared error. Choose a picture to see that creature live.</p>
            <div class="wide">

            """
        );
        WriteGrid(folder, results, page);
        page.Write("</div>\n");
        if (Curves(folder, results) is { } curves)
            page.Write(curves.ToHtml());
        page.Write(
            "<h2>All settings</h2>\n<p>Over the seeds: mean, lowest and highest. “Worse beyond seeds” means that all its seeds are worse "
        );
        page.Write("than all seeds of the best.</p>\n<div class=\"wide\">");
        page.Write(TableOf(groups).ToHtml());
        page.Write("</div>\n");
        WriteProvenance(folder, results, page);
        page.Write($"</main>\n{BarePage.End}");
    }

    private static string Lead(SweepFolder folder, IReadOnlyList<SweepResult> results)
    {
        var counts = results.GroupBy(result => result.Status).ToDictionary(group => group.Key, group => group.Count());
        var done = counts.GetValueOrDefault(CellStatus.Done);
        var failed = counts.GetValueOrDefault(CellStatus.Failed);
        var left = results.Count - done - failed;
        return Invariant($"{results.Count} trainings of the recipe {folder.Sweep.Preset}: {done} done, {failed} failed, {left} to come. ")
            + Invariant($"{folder.Sweep.Samples} samples of each were measured.");
    }

    // Rows are the first axis and columns the second; what remains stands side by side in a field of the grid.
    private static void WriteGrid(SweepFolder folder, IReadOnlyList<SweepResult> results, TextWriter page)
    {
        var axes = folder.Sweep.IsZipped ? [] : folder.Sweep.Axes.Where(axis => axis.Field != Axis.Seed).Take(2).ToArray();
        var (rows, columns) = (axes.ElementAtOrDefault(0), axes.ElementAtOrDefault(1));
        page.Write("<table class=\"grid\">\n");
        if (columns is not null)
        {
            page.Write($"<tr><th>{Encode(rows!.Field)} ↓ &nbsp; {Encode(columns.Field)} →</th>");
            foreach (var column in columns.Values)
                page.Write($"<th scope=\"col\">{Encode(column)}</th>");
            page.Write("</tr>\n");
        }

        var places = results.ToLookup(result => (Value(result, rows), Value(result, columns)));
        foreach (var row in rows?.Values ?? [""])
        {
            page.Write($"<tr><th scope=\"row\">{Encode(columns is null && rows is not null ? $"{rows.Field} {row}" : row)}</th>");
            foreach (var column in columns?.Values ?? [""])
            {
                page.Write("<td><div class=\"cells\">");
                foreach (var result in places[(row, column)])
                    WriteCell(folder, result, [.. folder.Sweep.Axes.Except(axes)], page);
                page.Write("</div></td>");
            }

            page.Write("</tr>\n");
        }

        page.Write("</table>\n");

        static string Value(SweepResult result, Axis? axis) => axis is null ? "" : result.Cell.Values[axis.Field];
    }

    private static void WriteCell(SweepFolder folder, SweepResult result, IReadOnlyList<Axis> others, TextWriter page)
    {
        var label = string.Join(", ", others.Select(axis => $"{axis.Field} {result.Cell.Values[axis.Field]}"));
        page.Write("<div class=\"cell\">");
        if (result.Row is { } row && File.Exists(folder.PictureOf(result.Cell)))
        {
            var source = $"data:image/png;base64,{Convert.ToBase64String(File.ReadAllBytes(folder.PictureOf(result.Cell)))}";
            var picture = $"<img alt=\"{Encode($"grown by {result.Cell.Label}")}\" src=\"{source}\">";
            var creature = Path.Combine(folder.FolderOf(result.Cell), CreatureName);
            page.Write(
                File.Exists(creature)
                    ? $"<a href=\"{Path.GetRelativePath(folder.Path, creature).Replace('\\', '/')}\">{picture}</a>"
                    : picture
            );
            page.Write(Invariant($"{Encode(label)} {row.ErrorGrown:G4}"));
        }
        else
        {
            var (kind, text) = result.Status == CellStatus.Failed ? ("empty failed", "failed") : ("empty", Said(result.Status));
            page.Write($"<div class=\"{kind}\" title=\"{Encode(result.Problem ?? "")}\">{text}</div>{Encode(label)}");
        }

        page.Write("</div>");
    }

    private static string Said(CellStatus status) =>
        status switch
        {
            CellStatus.Training => "in training",
            CellStatus.Interrupted => "interrupted",
            _ => "to come",
        };

    private static void SaveCreature(SweepFolder folder, SweepResult result)
    {
        var path = Path.Combine(folder.FolderOf(result.Cell), CreatureName);
        if (result.Row is null || File.Exists(path) || !StoredRun.IsIn(folder.RunOf(result.Cell)))
            return;
        try
        {
            var run = StoredRun.Load(folder.RunOf(result.Cell));
            var page = new LivingCreatures
            {
                Title = result.Cell.Label,
                Caption = Invariant($"Mean squared error {result.Row.ErrorGrown:G4} at step 200. Erase a part and watch what happens."),
                Creatures = [Creature.Of(run)],
            }.ToPage();
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(page));
        }
        catch (Exception error) when (error is RunException or ArgumentException)
        {
            // Without a run that can be shown there is the picture.
        }
    }

    private static ChartFigure? Curves(SweepFolder folder, IReadOnlyList<SweepResult> results)
    {
        var charts = folder
            .Sweep.Axes.Where(axis =>
                axis.Field != Axis.Seed && axis.Values.Count > 1 && axis.Values.All(value => Number(value) is not null)
            )
            .Select(axis => Curve(folder, axis, results))
            .OfType<LineChart>()
            .ToArray();
        return charts.Length == 0
            ? null
            : new ChartFigure
            {
                Title = "Error over each axis",
                Caption =
                    "Mean squared error at step 200: the mean over seeds, with bands from the lowest seed to the highest, a curve for each "
                    + "setting of the other axes (the first eight).",
                Charts = charts,
            };
    }

    private static LineChart? Curve(SweepFolder folder, Axis axis, IReadOnlyList<SweepResult> results)
    {
        var series = results
            .Where(result => result.Row is { } row && double.IsFinite(row.ErrorGrown) && row.ErrorGrown > 0)
            .GroupBy(result => Others(result.Cell, axis))
            .Take(8)
            .Select(
                (group, index) =>
                {
                    var places = group.GroupBy(result => Number(result.Cell.Values[axis.Field])!.Value).OrderBy(at => at.Key).ToArray();
                    return Series.Band(
                        group.Key.Length > 0 ? group.Key : folder.Sweep.Preset,
                        places.Select(at => at.Key),
                        places.Select(at => SummaryStatistics.Of([.. at.Select(result => result.Row!.ErrorGrown)]))
                    ) with
                    {
                        Colour = index,
                    };
                }
            )
            .ToArray();
        return series.Length == 0
            ? null
            : new LineChart
            {
                Title = axis.Field,
                XTitle = axis.Field,
                YTitle = "mean squared error",
                LogY = true,
                Series = series,
            };
    }

    private static string Others(SweepCell cell, Axis axis) =>
        string.Join(
            ", ",
            cell.Values.Where(value => value.Key != axis.Field && value.Key != Axis.Seed).Select(value => $"{value.Key} {value.Value}")
        );

    private static Table TableOf(IReadOnlyList<SweepGroup> groups)
    {
        var fields = groups.Count > 0 ? groups[0].Values.Keys.ToArray() : [];
        var best = SweepGroup.BestOf(groups);
        return new Table(
            [.. fields, "seeds", "MSE at 200", "lowest", "highest", "stays to 2,000", ""],
            [
                .. groups.Select(group =>
                    (IReadOnlyList<string>)
                        [
                            .. fields.Select(field => group.Values[field]),
                            $"{group.Errors.Count}",
                            Text(group.Error?.Mean),
                            Text(group.Error?.Lowest),
                            Text(group.Error?.Highest),
                            group.Persistent.Count > 0 ? Invariant($"{group.Persistent.Average():0%}") : "–",
                            SweepTable.Verdict(group, best),
                        ]
                ),
            ]
        );

        static string Text(double? number) => number is { } value ? Invariant($"{value:G4}") : "–";
    }

    private static void WriteProvenance(SweepFolder folder, IReadOnlyList<SweepResult> results, TextWriter page)
    {
        page.Write(
            "<details><summary>Every training: its settings, its folder, what it cost, and what went wrong</summary><div class=\"wide\">"
        );
        page.Write(
            new Table(
                ["cell", "settings", "run", "status", "loss at the end", "seconds", "problem"],
                [
                    .. results.Select(result =>
                        (IReadOnlyList<string>)
                            [
                                $"{result.Cell.Index}",
                                result.Cell.Label,
                                result.Row is { } row
                                    ? $"{row.Identity[..12]}"
                                    : Path.GetRelativePath(folder.Path, folder.RunOf(result.Cell)),
                                result.Status.ToString().ToLowerInvariant(),
                                result.Row is { } known ? Invariant($"{known.FinalLoss:G4}") : "–",
                                result.Row is { } cost ? Invariant($"{cost.Seconds:0.0}") : "–",
                                result.Problem ?? "",
                            ]
                    ),
                ]
            ).ToHtml()
        );
        page.Write("</div></details>\n");
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
