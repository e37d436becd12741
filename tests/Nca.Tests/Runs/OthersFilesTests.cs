using System.Diagnostics;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Runs;

/// <summary>Other people's files are theirs, a finished run stays until the next one is complete, and a lock says who holds it.</summary>
public sealed class OthersFilesTests : TinyRuns
{
    [Fact]
    public void Only_temporary_files_of_our_own_names_are_removed()
    {
        var end = $".{Guid.NewGuid():N}.tmp";
        string[] ours = ["weights.safetensors" + end, "checkpoint.bin" + end, "config.json" + end, "metrics.csv" + end];
        string[] theirs =
        [
            "thesis.tmp",
            "weights.safetensors.tmp",
            "weights.safetensors.old.tmp",
            "weights.safetensors" + end.ToUpperInvariant(),
            "my-weights.safetensors" + end,
            "picture.gif" + end,
            "notes.txt",
        ];
        foreach (var name in ours.Concat(theirs))
            File.WriteAllText(Path.Combine(Folder, name), name);
        using (Open())
        {
            Assert.All(ours, name => Assert.False(File.Exists(Path.Combine(Folder, name)), name));
            Assert.All(theirs, name => Assert.Equal(name, File.ReadAllText(Path.Combine(Folder, name))));
        }
    }

    [Fact]
    public void A_finished_run_stays_until_the_new_one_is_complete()
    {
        StoredRun first;
        using (var training = Open())
            first = training.Run(cancellation: TestContext.Current.CancellationToken);
        var written = File.GetLastWriteTimeUtc(Path.Combine(Folder, "weights.safetensors"));
        using (var again = Open(afresh: true))
        {
            Assert.Equal(0, again.Trainer.Iteration);
            using var stop = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => again.Run(new StopAfter(3, stop), stop.Token));
        }

        Assert.Equal(first.Weights.Values, StoredRun.Load(Folder).Weights.Values);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(Folder, "weights.safetensors")));
        using (var resumed = Open())
        {
            Assert.Equal(3, resumed.Trainer.Iteration);
            var second = resumed.Run(cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(first.Weights.Values, second.Weights.Values);
            Assert.Equal((0, 1), (first.Provenance.Resumptions, second.Provenance.Resumptions));
        }

        Assert.False(Checkpoint.IsIn(Folder));
        Assert.False(Directory.Exists(Path.Combine(Folder, ".finishing")));
    }

    [Fact]
    public void A_resumption_counts_even_when_it_is_killed_before_its_first_checkpoint()
    {
        using (var training = Open())
        {
            using var stop = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => training.Run(new StopAfter(3, stop), stop.Token));
        }

        for (var killed = 0; killed < 3; killed++)
            Open().Dispose(); // resumed, and gone before anything was written
        using var last = Open();
        Assert.Equal(4, last.Run(cancellation: TestContext.Current.CancellationToken).Provenance.Resumptions);
        Assert.Empty(Directory.GetFiles(Folder, "checkpoint*"));
    }

    [Fact]
    public void A_busy_lock_names_who_holds_it_and_since_when()
    {
        using var training = Open();
        Assert.Null(ResumableTraining.Open(Folder, Config, Canvas, Engine));
        var holder = ResumableTraining.HolderOf(Folder);
        Assert.StartsWith($"process {Environment.ProcessId} of {Environment.UserName} on {Environment.MachineName} since ", holder);
        Assert.Contains($" {DateTime.UtcNow:yyyy}-".TrimStart(), holder);
        training.Dispose();
        Assert.Equal("another process", ResumableTraining.HolderOf(Folder));
        using var next = ResumableTraining.Open(Folder, Config, Canvas, Engine);
        Assert.NotNull(next);
    }

    [Theory]
    [InlineData("""{"Process":1,"Host":"elsewhere","User":"u","Started":"2020-01-01T00:00:00Z","Since":"2020-01-01T00:00:00Z"}""")]
    [InlineData("""{"Process":{self},"Host":"{host}","User":"u","Started":"2020-01-01T00:00:00Z","Since":"2020-01-01T00:00:00Z"}""")]
    [InlineData("""{"Process":999999999,"Host":"{host}","User":"u","Started":"2020-01-01T00:00:00Z","Since":"2020-01-01T00:00:00Z"}""")]
    [InlineData("nonsense")]
    public void A_note_of_a_process_that_is_gone_holds_nobody_off(string note)
    {
        File.WriteAllText(
            Path.Combine(Folder, ".training-by.json"),
            note.Replace("{self}", $"{Environment.ProcessId}").Replace("{host}", Environment.MachineName)
        );
        using var training = ResumableTraining.Open(Folder, Config, Canvas, Engine);
        Assert.NotNull(training);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_no_busy_lock()
    {
        var file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "theirs");
        foreach (var place in new[] { file, Path.Combine(file, "run"), Path.Combine(Folder, new string('x', 300)), "/proc/nca-run" })
        {
            var error = Assert.Throws<RunException>(() => ResumableTraining.Open(place, Config, Canvas, Engine));
            Assert.Contains("make room or name another folder", error.Message);
            Assert.Contains(place, error.Message);
        }

        Assert.Equal("theirs", File.ReadAllText(file));
    }

    [Fact]
    public void A_link_is_followed_and_stays_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets few people make links");
        if (OperatingSystem.IsWindows())
            return;
        var (link, target) = (Path.Combine(Folder, "link.json"), Path.Combine(Folder, "elsewhere", "target.json"));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.CreateSymbolicLink(link, Path.Combine("elsewhere", "target.json"));
        AtomicFile.Write(link, "first"u8.ToArray()); // the link dangles
        Assert.Equal("first", File.ReadAllText(target));
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AtomicFile.Write(link, "second"u8.ToArray());
        Assert.Equal("second", File.ReadAllText(target));
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(target)!));
    }

    [Fact]
    public async Task A_device_and_a_pipe_are_written_through()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "made with mkfifo and Linux's devices");
        AtomicFile.Write("/dev/null", "gone"u8.ToArray());
        Assert.True(FileKind.IsSpecial("/dev/null"));
        Assert.Throws<IOException>(() => AtomicFile.Write("/dev/full", "no room"u8.ToArray()));
        Assert.True(FileKind.IsSpecial("/dev/full"));
        var pipe = Path.Combine(Folder, "pipe");
        using (var made = Process.Start("mkfifo", pipe))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        using (var reader = Process.Start(new ProcessStartInfo("cat", pipe) { RedirectStandardOutput = true })!)
        {
            AtomicFile.Write(pipe, "through"u8.ToArray());
            Assert.Equal("through", await reader.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        Assert.True(FileKind.IsSpecial(pipe));
        Assert.Equal(["pipe"], Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName));
        File.Move(pipe, Path.Combine(Folder, "weights.safetensors"));
        Assert.Contains(
            "is a device or a pipe",
            Assert.Throws<RunException>(() => SafeTensors.Load(Path.Combine(Folder, "weights.safetensors"))).Message
        );
    }

    private ResumableTraining Open(bool afresh = false) => ResumableTraining.Open(Folder, Config, Canvas, Engine, afresh)!;

    private sealed class StopAfter(int iterations, CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Record.Iteration + 1 == iterations)
                stop.Cancel();
        }
    }
}
