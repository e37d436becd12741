using System.CommandLine;
using System.Text;
using Nca.Figures.Html;
using Nca.Notebooks;
using Nca.Notebooks.Comparison;

namespace Nca.Cli.Commands;

/// <summary><c>nca compare</c>: two reports side by side.</summary>
internal static class CompareCommand
{
    private const string DefaultName = "comparison.html";

    public static Command Create()
    {
        var left = new Argument<string>("left") { Description = "A report: an HTML file written by nca run." };
        var right = new Argument<string>("right") { Description = "Another report, usually of the same notebook with other parameters." };
        var output = new Option<string?>("--out") { Description = $"The page; figures/reports/{DefaultName} by default." };
        var command = new Command("compare", "Puts two reports side by side on one self-contained page.") { left, right, output };
        command.SetAction(
            (parsed, _) => Task.FromResult(Run(parsed.GetRequiredValue(left), parsed.GetRequiredValue(right), parsed.GetValue(output)))
        );
        return command;
    }

    private static int Run(string left, string right, string? output)
    {
        var (first, second) = (ComparedReport.Read(left), ComparedReport.Read(right));
        var page = output ?? Path.Combine(Suite.Folder(), "figures", "reports", DefaultName);
        if (Directory.Exists(page))
            page = Path.Combine(page, DefaultName);
        if (new[] { left, right }.Any(report => Path.GetFullPath(report) == Path.GetFullPath(page)))
            throw new NotebookException($"--out {page} is one of the two reports; name another file.");
        ComparisonPage.RequirePlace(page);
        var (html, account) = ComparisonPage.Write(first, second, new FigureLibrary(FigureAssets.Html));
        try
        {
            AtomicFile.Write(page, Encoding.UTF8.GetBytes(html));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{page} cannot be written: {error.Message} Choose another place with --out.");
        }

        System.Console.WriteLine($"{account}: {Suite.Shorten(page)}");
        return 0;
    }
}
