using Nca.Cli.Console;
using Nca.Figures.Html;
using Nca.Notebooks;
using Nca.Notebooks.Comparison;
using Nca.Notebooks.Documents;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;
using Nca.Sweeps.Grid;

namespace Nca.Cli.Commands;

/// <summary><c>nca run NOTEBOOK -p Name=v1,v2</c>: a notebook over a grid of parameters, and a page that lays its reports out.</summary>
internal sealed class GridRun
{
    private const string FigurePrefix = "figure ";

    private readonly string _file;
    private readonly Dictionary<string, string> _fixed;
    private readonly NotebookGrid _grid;
    private readonly ReportFolder _folder;

    private GridRun(string file, Dictionary<string, string> common, NotebookGrid grid, string place)
    {
        (_file, _fixed, _grid) = (file, common, grid);
        _folder = new ReportFolder(place, System.Console.Error.WriteLine);
    }

    /// <summary>
    /// The axes among the values of parameters: numbers and truths with a comma or a range, and all that <c>--each</c> names.
    /// </summary>
    /// <param name="files">The notebooks.</param>
    /// <param name="values">Value by parameter; axes are taken out.</param>
    /// <param name="each">Assignments with several values, of parameters of any type.</param>
    public static IReadOnlyList<GridAxis> Axes(IReadOnlyList<string> files, Dictionary<string, string> values, string[] each)
    {
        var types = files
            .SelectMany(file => NotebookParameters.Of(NotebookDocument.Read(file)))
            .ToLookup(known => known.Name, known => known.Type);
        var axes = new List<Axis>();
        foreach (var (name, value) in values.ToArray())
            if (types[name].Any() && types[name].All(type => type is not ("string" or "char")) && IsSeveral(value))
            {
                axes.Add(Axis.Of(name, value));
                values.Remove(name);
            }

        foreach (var axis in each.Select(Axis.Parse))
            if (values.ContainsKey(axis.Field) || axes.Any(other => other.Field == axis.Field))
                throw new NotebookException($"{axis.Field} is given twice; give it once.");
            else
                axes.Add(axis);
        return [.. axes.Select(axis => new GridAxis(axis.Field, axis.Values))];
    }

    /// <summary>Prepares the runs of a grid: every value is checked and the place is tried before the first of them begins.</summary>
    /// <param name="files">The notebooks, which must be one.</param>
    /// <param name="common">Value by parameter, for all runs.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="output">Folder of the reports; null for the usual one.</param>
    public static GridRun Prepare(
        IReadOnlyList<string> files,
        Dictionary<string, string> common,
        IReadOnlyList<GridAxis> axes,
        string? output
    )
    {
        if (files.Count != 1)
            throw new NotebookException("A grid takes one notebook; name it: nca run 04-training -p Seed=1..3.");
        var grid = new NotebookGrid(axes);
        var document = NotebookDocument.Read(files[0]);
        foreach (var place in grid.Places)
            NotebookParameters.Alter(document, Together(common, place));
        var name = $"{Path.GetFileNameWithoutExtension(files[0])} over {string.Join(", ", axes.Select(axis => axis.Name))}";
        var run = new GridRun(files[0], common, grid, output ?? Path.Combine(Suite.Folder(), "figures", "reports", name));
        run._folder.Require(files[0], grid.Places.Select(place => place.Variant));
        return run;
    }

    /// <summary>Runs all combinations; the page that leads to them is written anew after each.</summary>
    /// <param name="runner">Runs a notebook.</param>
    /// <param name="timeout">How long each may take.</param>
    /// <param name="cancellation">Ends the run at hand and begins no other.</param>
    /// <returns>How many ran to their end, of how many, whether they were stopped, and the page.</returns>
    public async Task<(int Done, int Of, bool Stopped, string Page)> RunAsync(
        NotebookRunner runner,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        var (reports, stopped) = (new Dictionary<string, ComparedReport>(), false);
        foreach (var place in _grid.Places)
        {
            var progress = new RunProgress($"{Path.GetFileNameWithoutExtension(_file)} {place.Variant}");
            var run = await runner.RunAsync(_file, Together(_fixed, place), timeout, progress.Hear, cancellation);
            run.Variant = place.Variant;
            var path = _folder.Add(run);
            progress.End(run, path);
            reports.Add(place.Variant, ComparedReport.Read(path));
            AddIndex(reports, []);
            stopped = run.Status == RunStatus.Cancelled;
            if (stopped)
                break;
        }

        var page = AddIndex(reports, AddFigures(reports));
        return (reports.Values.Count(report => report.Summary.Status == RunStatus.Succeeded), _grid.Places.Count, stopped, page);
    }

    private string AddIndex(Dictionary<string, ComparedReport> reports, IReadOnlyList<(string Title, string Page)> figures) =>
        _folder.AddPage(
            "index",
            new GridPage(_grid).Index(reports.ToDictionary(entry => entry.Key, entry => entry.Value.Summary), figures)
        );

    // A figure belongs to that of the first report beside which it would stand in a comparison of the two.
    private List<(string Title, string Page)> AddFigures(Dictionary<string, ComparedReport> reports)
    {
        var first = reports[_grid.Places[0].Variant];
        var pairs = reports.ToDictionary(entry => entry.Key, entry => FigurePairs.Of(first, entry.Value with { Summary = first.Summary }));
        var (writer, library, pages) = (new GridPage(_grid), new FigureLibrary(FigureAssets.Html), new List<(string, string)>());
        foreach (var figure in first.Figures)
        {
            var alike = new Dictionary<string, ReportedFigure>();
            foreach (var (variant, found) in pairs)
                if (found.FirstOrDefault(pair => ReferenceEquals(pair.Left, figure)).Right is { } right)
                    alike.Add(variant, right);
            var name = $"{FigurePrefix}{pages.Count + 1}";
            _folder.AddPage(name, writer.Figure(figure.Title, alike, library));
            pages.Add((figure.Title, name));
        }

        return pages;
    }

    private static bool IsSeveral(string value) =>
        value.Contains(',', StringComparison.Ordinal) || value.Contains("..", StringComparison.Ordinal);

    private static Dictionary<string, string> Together(Dictionary<string, string> common, GridPlace place) =>
        new(common.Concat(place.Values));
}
