using Nca.Notebooks.Comparison;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Tests;

[Trait("lane", "slow")]
public sealed class ComparisonTests : IDisposable
{
    private const string Cells = """
        // nothing here

        #!csharp

        // parameters
        var Steps = 5; // iterations
        var Name = "a<b"; // text

        #!csharp

        Console.WriteLine("same");
        Console.WriteLine($"steps {Steps}");
        HTML($"<figure class=\"nca-figure\" id=\"fig-one\"><div id=\"chart-1\"></div>"
            + $"<script>window.ncaPage?.draw(\"chart-1\", [1]);</script>"
            + $"<figcaption><strong>One.</strong> {Steps}</figcaption></figure>")

        #!csharp

        if (Steps > 9)
            display(HTML("<figure class=\"nca-figure\" id=\"fig-late\">"
                + "<figcaption><strong>Late.</strong> only here</figcaption></figure>"));
        HTML($"<figure class=\"nca-figure\" id=\"fig-at-{Steps}\">"
            + $"<figcaption><strong>At {Steps}.</strong> named after a parameter</figcaption></figure>")
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Fact]
    public async Task Two_runs_of_a_notebook_stand_side_by_side()
    {
        var (left, right) = (await ReportAsync("a", "5"), await ReportAsync("b", "10"));
        var (html, account) = ComparisonPage.Write(ComparedReport.Read(left), ComparedReport.Read(right), FigureLibrary.None);
        Assert.Equal("1 of 2 parameters differ; 2 figures side by side, 1 in one report only", account);
        Assert.Contains(
            "<tr class=\"altered\"><th scope=\"row\">Steps</th><td>5</td><td>10 (altered)</td><td>differs</td><td>iterations</td></tr>",
            html
        );
        Assert.Contains(
            "<tr><th scope=\"row\">Name</th><td>&quot;a&lt;b&quot;</td><td>&quot;a&lt;b&quot;</td><td></td><td>text</td></tr>",
            html
        );
        Assert.Contains("<strong>nothing altered</strong>", html);
        Assert.Contains("<strong class=\"altered\">Steps = 10</strong>", html);
        Assert.Contains("<div id=\"left-chart-1\"></div><script>window.ncaPage?.draw(\"left-chart-1\", [1]);</script>", html);
        Assert.Contains("<div id=\"right-chart-1\"></div><script>window.ncaPage?.draw(\"right-chart-1\", [1]);</script>", html);
        Assert.Contains("This report has no such figure.", html);
        Assert.Contains("same\n<mark>steps 5</mark>", html);
        Assert.Contains("same\n<mark>steps 10</mark>", html);

        // The one that is named after a parameter is found by its place; the one that only the right has stands where it stands there.
        Assert.Equal(["One", "Late", "At 5"], TitlesOf(html));
        Assert.Equal(2, html.Split("named after a parameter</figcaption>").Length - 1);
    }

    [Fact]
    public void Lines_that_differ_are_those_outside_the_longest_common_sequence()
    {
        var (left, right) = LineDifferences.Of("a\nb\nc\nd", "a\nc\nx\nd\ne");
        Assert.Equal(["b"], left.Where(line => line.Differs).Select(line => line.Line));
        Assert.Equal(["x", "e"], right.Where(line => line.Differs).Select(line => line.Line));
    }

    [Fact]
    public async Task What_is_no_report_is_refused_in_one_line()
    {
        var report = await ReportAsync("a", "5");
        var index = new ReportFolder(Path.GetDirectoryName(report)!).AddIndex("Index", "");
        var cut = Path.Combine(_folder, "cut.html");
        File.WriteAllText(cut, File.ReadAllText(report)[..^200]);
        var comparison = Path.Combine(_folder, "comparison.html");
        File.WriteAllText(
            comparison,
            ComparisonPage.Write(ComparedReport.Read(report), ComparedReport.Read(report), FigureLibrary.None).Html
        );
        Assert.Contains("There is no report", Refusal("nowhere.html"));
        Assert.Contains("is a folder", Refusal(_folder));
        Assert.Contains("is no report of a notebook", Refusal(index));
        Assert.Contains("is no report of a notebook", Refusal(comparison));
        Assert.Contains("is cut off; run its notebook again with nca run sample", Refusal(cut));

        static string Refusal(string path)
        {
            var message = Assert.Throws<NotebookException>(() => ComparedReport.Read(path)).Message;
            Assert.DoesNotContain('\n', message);
            return message;
        }
    }

    [Fact]
    public async Task The_index_holds_reports_of_earlier_runs_and_says_which_failed()
    {
        var folder = Path.GetDirectoryName(await ReportAsync("a", "5"))!;
        var failed = await new NotebookRunner(NotebookRunnerTests.Child).RunAsync(
            Named("other.dib", "throw new Exception(\"boom\");"),
            new Dictionary<string, string>(),
            TimeSpan.FromMinutes(5),
            null,
            TestContext.Current.CancellationToken
        );
        var reports = new ReportFolder(folder);
        reports.Add(failed);
        var index = File.ReadAllText(reports.AddIndex("Suite", "A sentence."));
        Assert.Contains("href=\"sample.html\"", index);
        Assert.Contains("href=\"other.html\"", index);
        Assert.Single(index.Split("did not run to its end: a cell failed").Skip(1));
        Assert.Contains("2 notebooks, run in ", index);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<string> TitlesOf(string html) =>
        html.Split("<h3 id=\"pair-")
            .Skip(1)
            .Select(part => part[(part.IndexOf('>', StringComparison.Ordinal) + 1)..part.IndexOf('<', StringComparison.Ordinal)]);

    private string Named(string name, string cells)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "notebooks")).FullName, name);
        File.WriteAllText(file, "#!csharp\n\n" + cells + "\n");
        return file;
    }

    private async Task<string> ReportAsync(string folder, string steps)
    {
        var values = steps == "5" ? new Dictionary<string, string>() : new Dictionary<string, string> { ["Steps"] = steps };
        var run = await new NotebookRunner(NotebookRunnerTests.Child).RunAsync(
            Named("sample.dib", Cells),
            values,
            TimeSpan.FromMinutes(5),
            null,
            TestContext.Current.CancellationToken
        );
        Assert.True(run.Status == RunStatus.Succeeded, run.Error);
        return new ReportFolder(Path.Combine(_folder, folder)).Add(run);
    }
}
