using System.Text.RegularExpressions;
using Nca.Notebooks.Comparison;

namespace Nca.Notebooks.Tests;

/// <summary>A notebook over a grid of parameters: the combinations, and what the program makes of them.</summary>
public sealed partial class NotebookGridTests
{
    [Fact]
    public void Axes_are_crossed_and_the_last_one_is_the_fastest()
    {
        var grid = new NotebookGrid([new("FireRate", ["0.2", "0.5"]), new("Seed", ["1", "2", "3"])]);
        Assert.Equal(
            [
                "FireRate=0.2 Seed=1",
                "FireRate=0.2 Seed=2",
                "FireRate=0.2 Seed=3",
                "FireRate=0.5 Seed=1",
                "FireRate=0.5 Seed=2",
                "FireRate=0.5 Seed=3",
            ],
            grid.Places.Select(place => place.Variant)
        );
        Assert.Equal("0.5", grid.Places[4].Values["FireRate"]);
        Assert.Equal("2", grid.Places[4].Values["Seed"]);
    }

    [Fact]
    public void Names_of_files_are_such_that_every_system_takes_them_and_all_different()
    {
        var pictures = new NotebookGrid([new("Picture", ["🐣", "a/b", "a:b", "-1.5e+3"])]);
        Assert.Equal(
            ["001 Picture=🐣", "002 Picture=a-b", "003 Picture=a-b", "004 Picture=-1.5e+3"],
            pictures.Places.Select(place => place.Variant)
        );
        var text = new string('x', 200);
        Assert.Equal(["001", "002"], new NotebookGrid([new("Text", [text, text + "y"])]).Places.Select(place => place.Variant));
    }

    [Fact]
    public void A_grid_that_nobody_could_look_at_is_refused()
    {
        string[] values = [.. Enumerable.Range(0, 101).Select(value => $"{value}")];
        Assert.Contains("more than 100", Assert.Throws<NotebookException>(() => new NotebookGrid([new("Seed", values)])).Message);
    }

    [Fact]
    [Trait("lane", "slow")]
    public async Task Each_combination_has_a_report_and_a_page_leads_to_all()
    {
        var file = NotebookRunnerTests.Write(
            """
            1

            #!csharp

            // parameters
            var Rate = 0.5; // a number
            var Name = "a"; // a text
            var Count = 1; // a whole number

            #!csharp

            if (Count == 3) throw new Exception("boom");
            Console.WriteLine($"<{Rate} {Name} {Count}>");
            """
        );
        var folder = Path.Combine(Path.GetDirectoryName(file)!, "out");
        string[] arguments =
        [
            "run",
            file,
            "-p",
            "Rate=0.25,0.5",
            "-p",
            "Count=2..3",
            "-p",
            "Name=x,y",
            "--each",
            "Unknown=1",
            "--out",
            folder,
        ];

        // What cannot be is refused before anything is run.
        var (exit, _, error) = await NcaAsync(arguments);
        Assert.Equal((1, false), (exit, Directory.Exists(folder)));
        Assert.Contains("There is no parameter Unknown", error);
        (exit, _, error) = await NcaAsync(["run", file, file + "x", "-p", "Count=1,2", "--out", folder]);
        Assert.Equal(1, exit);
        (exit, _, error) = await NcaAsync(["run", file, "-p", "Rate=0.25,abc", "--out", folder]);
        Assert.Contains("Rate = abc is not possible", error);
        Assert.Equal((1, false), (exit, Directory.Exists(folder)));

        // A failed combination is one that says so, and the others go on.
        (exit, var output, error) = await NcaAsync([.. arguments.Where(argument => argument is not ("--each" or "Unknown=1"))]);
        Assert.Equal(1, exit);
        Assert.Contains("2 of 4 combinations ran to their end", output);
        var report = await File.ReadAllTextAsync(
            Path.Combine(folder, "sample Rate=0.25 Count=2.html"),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("&lt;0.25 x,y 2&gt;", report);
        var index = await File.ReadAllTextAsync(Path.Combine(folder, "index.html"), TestContext.Current.CancellationToken);
        string[] linked = [.. Link().Matches(index).Select(match => Uri.UnescapeDataString(match.Groups[1].Value))];
        Assert.Equal(
            [
                "sample Rate=0.25 Count=2.html",
                "sample Rate=0.25 Count=3.html",
                "sample Rate=0.5 Count=2.html",
                "sample Rate=0.5 Count=3.html",
            ],
            linked
        );
        Assert.All(linked, name => Assert.True(File.Exists(Path.Combine(folder, name)), name));
        Assert.Equal(2, index.Split("class=\"failed\"").Length - 1);
        Assert.Equal(["Count = 2", "Count = 3", "Rate = 0.25", "Rate = 0.5"], Head().Matches(index).Select(match => match.Groups[1].Value));

        // A text takes several values where it is asked to; the same folder is taken again.
        (exit, output, error) = await NcaAsync(["run", file, "--each", "Name=x,y", "--out", folder]);
        Assert.True(exit == 0, error);
        Assert.Contains("2 of 2 combinations", output);
    }

    private static Task<(int Exit, string Output, string Error)> NcaAsync(string[] arguments) =>
        Program.RunAsync(string.Join(' ', arguments));

    [GeneratedRegex("<td><a href=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("<th scope=\"(?:col|row)\">([^<]+)<")]
    private static partial Regex Head();
}
