namespace Nca.Notebooks.Tests;

/// <summary>
/// Whatever goes wrong inside the program, outside there is one line that names the thing and the mend, and an exit code.
/// </summary>
[Trait("lane", "slow")]
public sealed class DoorTests : IDisposable
{
    private static readonly string Run = ProjectFolder.Of("data", "runs", "presets", "quick");
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Theory]
    [InlineData("grow --run {run} --steps 99999999999", "--steps 99999999999 is not possible; allowed: a whole number")]
    [InlineData("grow --run {run} --fire-rate half", "--fire-rate half is not possible; allowed: a number with a decimal point")]
    [InlineData("grow --run {run} --stepz 3", "'--stepz'; nca grow --help")]
    [InlineData("dance", "'dance'; nca --help")]
    [InlineData("grow --run {run} --json {folder}/file/a.json", "--json {folder}/file/a.json cannot be written")]
    [InlineData("grow --run {run} --gif {folder}", "--gif {folder} cannot be written (it is a folder")]
    [InlineData("grow --run {run} --damage circle:4@10 --steps 1000000 --gif {folder}/a.gif", "--gif would have 1000001 frames; allowed")]
    [InlineData("verify --run {run} --json {folder}/file/a.json", "--json {folder}/file/a.json cannot be written")]
    [InlineData("bench --run {run} --json /proc/nowhere/a.json", "--json /proc/nowhere/a.json cannot be written")]
    [InlineData("creature --run {run} --out {folder}/file/a.html", "--out {folder}/file/a.html cannot be written")]
    [InlineData("study dropout --out {folder}/file", "cannot be written")]
    [InlineData("train --preset Quick --out {folder}/file", "Nothing can be kept in {folder}/file")]
    [InlineData("train --preset Quick --out {folder}/file/run", "Nothing can be kept in {folder}/file/run")]
    [InlineData("train --preset Quick --grid 3 --out {folder}/run", "--grid 3 is not possible; allowed: 7 to 1024.")]
    [InlineData("train --preset Quick --grid 6 --size 5 --out {folder}/run", "--grid 6 is not possible; allowed: 7 to 1024.")]
    [InlineData("train --preset Quick --target face --out {folder}/run", "There is no picture 'face'")]
    [InlineData("train --preset Quick --target decade --out {folder}/run", "There is no picture 'decade'")]
    [InlineData("train --preset Quick --target 1234 --out {folder}/run", "There is no picture '1234'")]
    public async Task A_fault_is_one_line(string arguments, string words)
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "theirs");
        var (exit, output, error) = await Program.RunAsync(Filled(arguments));
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains(Filled(words), error);
        Assert.DoesNotContain('\n', error.TrimEnd());
        Assert.Equal("theirs", File.ReadAllText(Path.Combine(_folder, "file")));
        Assert.False(Directory.Exists(Path.Combine(_folder, "run")));
    }

    [Fact]
    public async Task Usage_lines_are_of_nca()
    {
        foreach (var arguments in new[] { "--help", "grow --help", "train --help" })
        {
            var (exit, output, _) = await Program.RunAsync(arguments);
            Assert.Equal(0, exit);
            Assert.Contains("  nca ", output);
            Assert.DoesNotContain("Nca.Cli", output);
        }
    }

    [Fact]
    public async Task A_full_disk_is_found_before_the_work_and_told_from_a_busy_folder()
    {
        using var disk = SmallDisk.Mount("64k");
        File.WriteAllBytes(Path.Combine(disk.Folder, "theirs"), new byte[64 * 1024]);
        foreach (
            var (arguments, words) in new[]
            {
                ("grow --run {run} --json {disk}/a.json", "--json {disk}/a.json cannot be written"),
                ("train --preset Quick --out {disk}/run", "in {disk}/run"),
            }
        )
        {
            var (exit, _, error) = await Program.RunAsync(Filled(arguments).Replace("{disk}", disk.Folder, StringComparison.Ordinal));
            Assert.Equal(1, exit);
            Assert.Contains(words.Replace("{disk}", disk.Folder, StringComparison.Ordinal), error);
            Assert.Contains("No space left", error);
            Assert.DoesNotContain("   at ", error);
            Assert.DoesNotContain("another process", error);
        }

        Assert.Equal(64 * 1024, new FileInfo(Path.Combine(disk.Folder, "theirs")).Length);
    }

    [Fact]
    public async Task Names_from_files_move_no_cursor()
    {
        var run = CopyOf(Run);
        var config = Path.Combine(run, "config.json");
        File.WriteAllText(
            config,
            File.ReadAllText(config).Replace("\"hatching-chick\"", "\"a\\u001b]0;owned\\u0007\\u202eb\\rc\"", StringComparison.Ordinal)
        );
        var (exit, output, error) = await Program.RunAsync($"grow --run {run} --steps 2 --seeds 1");
        Assert.True(exit == 0, error);
        Assert.Contains(@"a\u001b]0;owned\u0007\u202eb\u000dc", output);
        Assert.DoesNotContain('\u001b', output);
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"Seed\"", "\"Se\\u001b[2Jed\"", StringComparison.Ordinal));
        (exit, _, error) = await Program.RunAsync($"grow --run {run} --steps 2 --seeds 1");
        Assert.Equal(1, exit);
        Assert.Contains(@"Se\u001b[2Jed", error);
        Assert.DoesNotContain('\u001b', error);
    }

    [Fact]
    public async Task What_is_written_to_the_standard_output_comes_through()
    {
        Assert.SkipUnless(File.Exists("/dev/stdout"), "there is no /dev/stdout");
        var (exit, output, error) = await Program.RunAsync($"grow --run {Run} --steps 2 --seeds 1 --json /dev/stdout");
        Assert.True(exit == 0, error);
        Assert.Contains("\"Identity\"", output);
        Assert.True(File.Exists("/dev/stdout"));
    }

    [Fact]
    public async Task A_transparent_picture_draws_a_warning()
    {
        var picture = Path.Combine(_folder, "nothing.png");
        File.WriteAllBytes(picture, TransparentPng());
        var (exit, _, error) = await Program.RunAsync(
            $"train --preset Quick --steps 1 --set PoolSize=8 --set BatchSize=4 --target {picture} --out {_folder}/run"
        );
        Assert.Equal(0, exit);
        Assert.Contains("The picture nothing has no visible cell", error);
        Assert.DoesNotContain('\n', error.TrimEnd());
    }

    private static byte[] TransparentPng()
    {
        using var image = new SixLabors.ImageSharp.Image<SixLabors.ImageSharp.PixelFormats.Rgba32>(4, 4);
        using var bytes = new MemoryStream();
        SixLabors.ImageSharp.ImageExtensions.SaveAsPng(image, bytes);
        return bytes.ToArray();
    }

    private string CopyOf(string run)
    {
        var copy = Path.Combine(_folder, "copy");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(run))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private string Filled(string text) =>
        text.Replace("{run}", Run, StringComparison.Ordinal).Replace("{folder}", _folder, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
