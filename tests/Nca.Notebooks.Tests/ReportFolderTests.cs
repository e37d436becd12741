using System.Diagnostics;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Tests;

/// <summary>The folder of the reports: tried before any work, other people's files left alone, odd ones left out.</summary>
public sealed class ReportFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;
    private readonly List<string> _said = [];

    private string Out => Path.Combine(_folder, "out");

    [Fact]
    public void A_folder_that_can_be_written_is_made_and_left_empty()
    {
        Reports(Out).Require([Notebook("a")]);
        Assert.Empty(Directory.GetFileSystemEntries(Out));
    }

    [Theory]
    [InlineData("file/out")]
    [InlineData("file")]
    [InlineData("/proc/nca-out")]
    [InlineData("dangling/out")]
    public void A_folder_that_cannot_be_written_is_refused_before_any_notebook_runs(string place)
    {
        Assert.SkipWhen(place.StartsWith('/') && !OperatingSystem.IsLinux(), "There is no /proc here.");
        File.WriteAllText(Path.Combine(_folder, "file"), "mine");
        if (place.StartsWith("dangling", StringComparison.Ordinal))
            File.CreateSymbolicLink(Path.Combine(_folder, "dangling"), Path.Combine(_folder, "nowhere", "at all"));
        RequireRefusal(Path.Combine(_folder, place), [Notebook("a")], "Reports cannot be written to ", "--out");
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_folder, "file")));
    }

    [Fact]
    public void A_full_disk_is_found_before_any_notebook_runs_and_a_report_that_finds_it_later_is_kept()
    {
        using var disk = SmallDisk.Mount("64k");
        RequireRefusal(disk.Folder, [Notebook("a")], "Reports cannot be written to ", "--out");
        Assert.Empty(Directory.GetFileSystemEntries(disk.Folder));
        var run = SampleRuns.Of("#!csharp\n\n1", new Dictionary<int, CellOutput> { [0] = SampleRuns.Printed(new string('x', 100_000)) });
        var message = Assert.Throws<NotebookException>(() => Reports(disk.Folder).Add(run)).Message;
        var kept = message.Split("It is kept in ")[1].TrimEnd('.');
        Assert.Contains(new string('x', 100_000), File.ReadAllText(kept));
        Assert.Empty(Directory.GetFileSystemEntries(disk.Folder));
        Directory.Delete(Path.GetDirectoryName(kept)!, recursive: true);
    }

    [Fact]
    public void A_read_only_disk_is_found_before_any_notebook_runs()
    {
        using var disk = SmallDisk.Mount("8m,ro");
        RequireRefusal(disk.Folder, [Notebook("a")], "Reports cannot be written to ", "--out");
    }

    [Fact]
    public void Two_notebooks_of_one_name_are_refused() =>
        RequireRefusal(Out, [Notebook("a", "one"), Notebook("A", "two")], "would both become", "one by one with different --out");

    [Fact]
    public void A_notebook_of_the_same_name_does_not_take_the_place_of_anothers_report()
    {
        var (one, two) = (Notebook("a", "one"), Notebook("a", "two"));
        var report = Reports(Out).Add(SampleRuns.Of("#!csharp\n\n1", file: one));
        Reports(Out).Require([one]);
        RequireRefusal(Out, [two], "is the report of another notebook called a", "--out");
        Assert.True(File.Exists(report));
    }

    [Theory]
    [InlineData("index")]
    [InlineData("Index")]
    public void A_notebook_called_index_is_refused(string name) =>
        RequireRefusal(Out, [Notebook(name)], "the list of all reports, index.html", "another name");

    [Theory]
    [InlineData("a.html", "<!DOCTYPE html><html><title>My own page, which I wrote by hand and want to keep as it is</title></html>")]
    [InlineData("a.html", "short")]
    [InlineData("index.html", "<!DOCTYPE html><html><title>My own page, which I wrote by hand and want to keep as it is</title></html>")]
    [InlineData("index.html", "")]
    public void A_file_that_is_not_ours_is_not_written_over(string name, string text)
    {
        var path = Path.Combine(Directory.CreateDirectory(Out).FullName, name);
        File.WriteAllText(path, text);
        RequireRefusal(Out, [Notebook("a")], "is no page that nca run wrote", "--out");
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void A_folder_or_a_link_that_leads_nowhere_in_a_reports_place_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(Out, "a.html"));
        RequireRefusal(Out, [Notebook("a")], "is no page that nca run wrote (it is a folder)", "--out");
        File.CreateSymbolicLink(Path.Combine(Out, "b.html"), Path.Combine(Out, "nowhere"));
        RequireRefusal(Out, [Notebook("b")], "is no page that nca run wrote (it is a link that leads nowhere)", "--out");
    }

    [Fact]
    public void Our_own_pages_are_renewed_and_a_link_stays_a_link()
    {
        var notebook = Notebook("a");
        var reports = Reports(Out);
        var run = SampleRuns.Of("#!csharp\n\n1", file: notebook);
        File.Move(reports.Add(run), Path.Combine(_folder, "elsewhere.html"));
        File.CreateSymbolicLink(Path.Combine(Out, "a.html"), Path.Combine(_folder, "elsewhere.html"));
        reports.AddIndex("Index", "");
        reports.Require([notebook]);
        Assert.Equal(Path.Combine(Out, "a.html"), reports.Add(run));
        Assert.NotNull(new FileInfo(Path.Combine(Out, "a.html")).LinkTarget);
        Assert.Equal(["a.html", "index.html"], Directory.GetFiles(Out).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Odd_files_beside_the_reports_are_left_out_in_one_line_each()
    {
        var reports = Reports(Out);
        var good = File.ReadAllText(reports.Add(SampleRuns.Of("#!markdown\n\n# Good\n\n#!csharp\n\n1", file: Notebook("good"))));
        File.CreateSymbolicLink(Path.Combine(Out, ".#04-training.html"), "me@here.1234:56");
        File.CreateSymbolicLink(Path.Combine(Out, "dangling.html"), Path.Combine(Out, "nowhere"));
        File.CreateSymbolicLink(Path.Combine(Out, "loop.html"), Path.Combine(Out, "loop.html"));
        Directory.CreateDirectory(Path.Combine(Out, "folder.html"));
        File.WriteAllText(Path.Combine(Out, "copy.html"), good);
        File.WriteAllText(Path.Combine(Out, "cut.html"), good[..(good.IndexOf("nca-report", StringComparison.Ordinal) + 60)]);
        File.WriteAllBytes(Path.Combine(Out, "binary.html"), [.. Enumerable.Range(0, 5000).Select(number => (byte)(number * 7))]);
        File.WriteAllText(Path.Combine(Out, "empty.html"), "");
        File.WriteAllText(
            Path.Combine(Out, "own.html"),
            "<!DOCTYPE html><p>A page of somebody's own, which is no report but quite a fine page.</p>"
        );
        File.WriteAllText(Path.Combine(Out, "escape.html"), good.Replace("\"Name\":\"good\"", "\"Name\":\"\\u001b[31m\""));
        using (var huge = File.Create(Path.Combine(Out, "huge.html")))
            huge.SetLength(3L << 30);
        foreach (
            var (name, from, to) in new[]
            {
                ("null-name", "\"Name\":\"good\"", "\"Name\":null"),
                ("null-parameters", "\"Parameters\":[]", "\"Parameters\":null"),
                ("null-parameter", "\"Parameters\":[]", "\"Parameters\":[null]"),
                ("null-fact", "\"Provenance\":[", "\"Provenance\":[{\"Name\":null,\"Value\":null},"),
                ("deep", "\"Parameters\":[]", "\"Parameters\":" + new string('[', 5000)),
                ("status", "\"Status\":\"Succeeded\"", "\"Status\":99"),
                ("seconds", "\"Seconds\":1", "\"Seconds\":1e400"),
                ("type", "\"Name\":\"good\"", "\"Name\":[1]"),
            }
        )
        {
            Assert.Contains(from, good);
            File.WriteAllText(Path.Combine(Out, name + ".html"), good.Replace(from, to, StringComparison.Ordinal));
        }

        if (!OperatingSystem.IsWindows())
            using (var pipe = Process.Start("mkfifo", Path.Combine(Out, "pipe.html")))
                pipe.WaitForExit();

        var index = File.ReadAllText(reports.AddIndex("Index", "A sentence."));
        reports.AddIndex("Index", "A sentence.");
        Assert.Equal(["good.html"], index.Split("<li><a href=\"").Skip(1).Select(part => part.Split('"')[0]));
        Assert.All(_said, line => Assert.DoesNotContain(line, character => char.IsControl(character)));

        // Once each, whatever the number of indexes.
        var odd = Directory.GetFileSystemEntries(Out, "*.html").Select(Path.GetFileName).Except(["good.html", "index.html"]).Order();
        Assert.Equal(odd, _said.Select(line => line.Split(" is not in the list of reports: ")[0]).Order());
    }

    [Fact, Trait("lane", "slow")]
    public async Task The_program_refuses_before_any_notebook_runs()
    {
        var trace = Path.Combine(_folder, "ran");
        var notebook = Notebook("a", "one", $"System.IO.File.WriteAllText(@\"{trace}\", \"\");");
        File.WriteAllText(Path.Combine(_folder, "file"), "mine");
        foreach (
            var (arguments, words) in new[]
            {
                ($"run {notebook} --out {_folder}/file/out", "Reports cannot be written to"),
                ($"run {notebook} {Notebook("a", "two")} --out {Out}", "would both become a.html"),
                ($"run {notebook} {Notebook("index")} --out {Out}", "index.html"),
            }
        )
        {
            var (exit, output, error) = await Program.RunAsync(arguments);
            Assert.NotEqual(0, exit);
            Assert.Contains(words, error);
            Assert.Single(error.Trim().Split('\n'));
            Assert.False(File.Exists(trace), output);
        }
    }

    [Fact, Trait("lane", "slow")]
    public async Task The_program_runs_to_its_end_whatever_the_prose_says()
    {
        var notebook = Notebook("a", "one", "1 + 1");
        File.AppendAllText(notebook, "\n#!markdown\n\n$\\frac{1$\n\n#!markdown\n\n" + new string('>', 20_000) + "\n");
        var (exit, output, error) = await Program.RunAsync($"run {notebook} {notebook} {Notebook("b")} --out {Out}");
        Assert.Equal(0, exit);
        Assert.Contains("2 of 2 notebooks ran to their end", output);
        Assert.Contains("a: The formula \\frac{1 cannot be typeset", error);
        Assert.Contains("a: This text is nested too deep", error);
        Assert.Equal(["a.html", "b.html", "index.html"], Directory.GetFiles(Out).Select(Path.GetFileName).Order());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ReportFolder Reports(string folder) => new(folder, _said.Add);

    private string Notebook(string name, string folder = "notebooks", string code = "1")
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName, name + ".dib");
        File.WriteAllText(path, $"#!csharp\n\n{code}\n");
        return path;
    }

    private void RequireRefusal(string folder, IReadOnlyList<string> notebooks, string thing, string mend)
    {
        var message = Assert.Throws<NotebookException>(() => Reports(folder).Require(notebooks)).Message;
        Assert.Contains(thing, message);
        Assert.Contains(mend, message);
        Assert.DoesNotContain('\n', message);
    }
}
