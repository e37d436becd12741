using System.CommandLine;
using Nca.Cli.Console;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Figures.Live;
using Nca.Runs;
using Nca.Sweeps;
using Nca.Sweeps.Cells;
using Nca.Sweeps.Collection;
using Nca.Sweeps.Grid;
using Nca.Sweeps.Slurm;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary><c>nca sweep</c>: trains a grid of hyperparameters, here or on a Slurm cluster, and lays the results out on one page.</summary>
internal static class SweepCommand
{
    private const int Interrupted = 130,
        Ended = 143;
    private const string JobFile = "slurm/job.txt",
        ScriptFile = "slurm/job.sh";

    private static readonly Option<string?> Preset = new("--preset") { Description = "Recipe to start from; Quick by default." };
    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Field=v1,v2,… or Field=from..to:step adds an axis to the grid; Field=value sets it for every cell. Repeatable.",
    };
    private static readonly Option<string?> Seeds = new("--seeds") { Description = "Random seeds: 1..5 or 1,2,3." };
    private static readonly Option<string?> Targets = new("--targets") { Description = "Pictures to grow: 🐣,🦎." };
    private static readonly Option<bool> Zip = new("--zip") { Description = "Pairs the axes value by value instead of crossing them." };
    private static readonly Option<int?> Canvas = new("--grid")
    {
        Description = "Rows and columns of the canvas; the preset's by default.",
    };
    private static readonly Option<int?> Size = new("--size")
    {
        Description = "Side of the picture on the canvas; the preset's by default.",
    };
    private static readonly Option<int?> Samples = new("--samples") { Description = "Samples to measure of each run; 8 by default." };
    private static readonly Option<string> Output = new("--out")
    {
        Description = "Folder of the sweep; the same command continues it.",
        DefaultValueFactory = _ => "sweep",
    };
    private static readonly Option<int> Jobs = new("--jobs")
    {
        Description = "Trainings to run at once on this machine; 0 for one per core.",
    };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Lists the trainings and their cost without training." };
    private static readonly Option<bool> Slurm = new("--slurm")
    {
        Description = "Submits one job array to Slurm instead of training here.",
    };
    private static readonly Option<string?> WriteOnly = new("--write-only")
    {
        Description = "Writes the sweep and its job array to this folder without submitting.",
    };
    private static readonly Option<string?> Partition = new("--partition") { Description = "Slurm partition." };
    private static readonly Option<string?> Time = new("--time") { Description = "Time limit for each cell, in Slurm's format." };
    private static readonly Option<string?> Account = new("--account") { Description = "Slurm account." };
    private static readonly Option<int?> MaxJobs = new("--max-jobs") { Description = "Most cells to run at once on the cluster." };
    private static readonly Option<string?> Setup = new("--setup") { Description = "File of shell commands that each task runs first." };

    public static Command Create()
    {
        var file = new Argument<string?>("file")
        {
            Description = "Sweep in YAML or JSON; options add to it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("sweep", "Trains a grid of hyperparameters and shows the results on one page.")
        {
            file,
            Preset,
            Set,
            Seeds,
            Targets,
            Zip,
            Canvas,
            Size,
            Samples,
            Output,
            Jobs,
            DryRun,
            Slurm,
            WriteOnly,
            Partition,
            Time,
            Account,
            MaxJobs,
            Setup,
            Task(),
            Work(),
            Status(),
            Collect(),
        };
        command.SetAction(
            (parsed, cancellation) => System.Threading.Tasks.Task.FromResult(Run(parsed, parsed.GetValue(file), cancellation))
        );
        return command;
    }

    private static Command Task()
    {
        var folder = new Argument<string>("folder") { Description = "The sweep's folder." };
        var index = new Option<int>("--index") { Description = "Number of the cell, from 0.", Required = true };
        var command = new Command("task", "Trains one cell; every task of the Slurm job array runs this.") { folder, index };
        command.SetAction(
            (parsed, cancellation) =>
                System.Threading.Tasks.Task.FromResult(TrainCell(parsed.GetRequiredValue(folder), parsed.GetValue(index), cancellation))
        );
        return command;
    }

    private static Command Work()
    {
        var folder = new Argument<string>("folder") { Description = "The sweep's folder." };
        var threads = new Option<int>("--threads") { Description = "Threads of a training; 0 for one per core." };
        var events = new Option<bool>("--events") { Hidden = true };
        var command = new Command("work", "Trains one free cell after another; any machine that can reach the folder may join in.")
        {
            folder,
            threads,
            events,
        };
        command.SetAction(
            (parsed, cancellation) =>
                System.Threading.Tasks.Task.FromResult(
                    TrainFreeCells(
                        SweepFolder.Open(parsed.GetRequiredValue(folder)),
                        parsed.GetValue(threads),
                        parsed.GetValue(events),
                        cancellation
                    )
                )
        );
        return command;
    }

    private static Command Status()
    {
        var folder = new Argument<string>("folder") { Description = "The sweep's folder." };
        var command = new Command("status", "Prints the progress of a sweep.") { folder };
        command.SetAction(parsed => Tell(SweepFolder.Open(parsed.GetRequiredValue(folder))));
        return command;
    }

    private static Command Collect()
    {
        var folder = new Argument<string>("folder") { Description = "The sweep's folder." };
        var command = new Command("collect", "Writes a table and a page of the cells finished so far.") { folder };
        command.SetAction(parsed => Collected(SweepFolder.Open(parsed.GetRequiredValue(folder))));
        return command;
    }

    private static int Run(ParseResult parsed, string? file, CancellationToken cancellation)
    {
        var sweep = Specification(parsed, file);
        var jobs = parsed.GetValue(Jobs);
        if (jobs is < 0 or > 1024)
            throw new InvalidConfigException($"--jobs {jobs} is not possible; allowed: 0 to 1024.");
        if (parsed.GetValue(DryRun))
            return List(sweep);
        var place = parsed.GetValue(WriteOnly) ?? parsed.GetRequiredValue(Output);
        OutputPlace.Require(Path.Combine(place, "sweep.json"), "--out");
        var folder = SweepFolder.Begin(place, sweep);
        return parsed.GetValue(Slurm) || parsed.GetValue(WriteOnly) is not null
            ? Submit(folder, parsed)
            : Train(folder, jobs == 0 ? Environment.ProcessorCount : jobs, cancellation);
    }

    private static SweepSpecification Specification(ParseResult parsed, string? file)
    {
        var sweep = file is null ? new SweepSpecification() : SweepFile.Read(file);
        var axes = sweep.Axes.ToList();
        var set = sweep.Set.ToDictionary();
        foreach (var axis in (parsed.GetValue(Set) ?? []).Select(Axis.Parse))
            if (axis.Values.Count > 1)
                axes.Add(axis);
            else if (!set.TryAdd(axis.Field, axis.Values[0]))
                throw new SweepException($"{axis.Field} is set twice.");
        if (parsed.GetValue(Targets) is { } pictures)
            axes.Add(Axis.Of(Axis.Picture, pictures));
        if (parsed.GetValue(Seeds) is { } seeds)
            axes.Add(Axis.Of(Axis.Seed, seeds));
        return sweep with
        {
            Preset = parsed.GetValue(Preset) ?? sweep.Preset,
            Set = set,
            Axes = axes,
            IsZipped = sweep.IsZipped || parsed.GetValue(Zip),
            Grid = parsed.GetValue(Canvas) ?? sweep.Grid,
            Size = parsed.GetValue(Size) ?? sweep.Size,
            Samples = parsed.GetValue(Samples) ?? sweep.Samples,
        };
    }

    // Operations are counted from the settings, hours from a measurement of the first training on this machine.
    private static int List(SweepSpecification sweep)
    {
        var cells = sweep.Cells();
        var living = cells
            .GroupBy(cell => (cell.Picture, cell.Config.AlphaMode))
            .ToDictionary(group => group.Key, group => group.First().LoadTarget().AliveCells());
        var total = 0.0;
        foreach (var cell in cells)
        {
            var operations = cell.Operations(living[(cell.Picture, cell.Config.AlphaMode)]);
            total += operations;
            System.Console.WriteLine($"{cell.Index,6}  about {OperationCount.Text((long)operations),12}  {cell.Label}");
        }

        using var engine = new FusedRolloutEngine(threads: 1);
        var first = cells[0];
        var seconds = TrainingForecast.Remaining(new Trainer(first.Config, first.LoadTarget(), engine), engine).TotalSeconds;
        var rate = first.Operations(living[(first.Picture, first.Config.AlphaMode)]) / Math.Max(seconds, 1e-3);
        System.Console.WriteLine(
            $"{cells.Count} trainings, about {OperationCount.Text((long)total)}: about "
                + $"{SpokenTime.Of(TimeSpan.FromSeconds(total / rate))} of one core of this machine"
        );
        return 0;
    }

    private static int Train(SweepFolder folder, int jobs, CancellationToken cancellation)
    {
        System.Console.WriteLine($"{folder.Cells.Count} trainings, {jobs} at a time, into {Suite.Shorten(folder.Path)}");
        var report = new SweepReport(folder);
        using var keeping = Interruption.KeepWork();
        try
        {
            new LocalJobs(folder, jobs, WorkerCommand(folder.Path, jobs)).Run(report.Hear, cancellation);
        }
        catch (OperationCanceledException)
        {
            System.Console.Error.WriteLine("Stopped; all is kept, the same command goes on.");
            return Interrupted;
        }

        if (folder.Cells.Count(cell => folder.StatusOf(cell) == CellStatus.Training) is > 0 and var others)
            System.Console.WriteLine(
                $"  other processes are still training {others}; add them later with: nca sweep collect {folder.Path}"
            );
        return Collected(folder);
    }

    private static string[] WorkerCommand(string folder, int jobs) =>
        [
            .. Suite.OwnCommand(),
            "sweep",
            "work",
            Path.GetFullPath(folder),
            "--events",
            "--threads",
            $"{Math.Max(1, Environment.ProcessorCount / jobs)}",
        ];

    private static int TrainFreeCells(SweepFolder folder, int threads, bool events, CancellationToken cancellation)
    {
        if (threads is < 0 or > 1024)
            throw new InvalidConfigException($"--threads {threads} is not possible; allowed: 0 to 1024.");
        using var engine = new FusedRolloutEngine(threads);
        using var keeping = Interruption.KeepWork();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (events)
            ParentProcess.CancelAtItsEnd(either);
        Action<WorkerEvent> told = events ? news => System.Console.WriteLine(news.ToLine()) : new SweepReport(folder).Hear;
        try
        {
            new Worker(folder, told, SweepStore()).Run(engine, either.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            System.Console.Error.WriteLine("Stopped; the checkpoint is kept.");
            return Interruption.ExitCode ?? Ended;
        }
    }

    // A machine without a place for runs remembers none; the sweep's own folder has them all the same.
    private static RunStore? SweepStore()
    {
        try
        {
            return RunStore.Default();
        }
        catch (RunException)
        {
            return null;
        }
    }

    private static int Submit(SweepFolder folder, ParseResult parsed)
    {
        int[] open =
        [
            .. folder.Cells.Where(cell => folder.StatusOf(cell) is not (CellStatus.Done or CellStatus.Failed)).Select(cell => cell.Index),
        ];
        if (open.Length == 0)
        {
            System.Console.WriteLine("All cells are trained.");
            return Collected(folder);
        }

        var setup = parsed.GetValue(Setup) is { } path ? File.ReadAllText(path) : "";
        var job = new SlurmJob
        {
            Folder = Path.GetFullPath(folder.Path),
            Cells = open,
            Program = Suite.OwnCommand(),
            Partition = parsed.GetValue(Partition),
            Time = parsed.GetValue(Time),
            Account = parsed.GetValue(Account),
            MostAtOnce = parsed.GetValue(MaxJobs),
            Setup = setup,
        };
        var script = Path.Combine(folder.Path, ScriptFile);
        AtomicFile.Write(script, System.Text.Encoding.UTF8.GetBytes(job.Script()));
        if (parsed.GetValue(WriteOnly) is not null)
        {
            System.Console.WriteLine($"{open.Length} cells; submit them with: sbatch {script}");
            return 0;
        }

        var number = SlurmQueue.Submit(script);
        AtomicFile.Write(Path.Combine(folder.Path, JobFile), System.Text.Encoding.UTF8.GetBytes(number + "\n"));
        System.Console.WriteLine($"{open.Length} cells as job {number}; follow them with: nca sweep status {folder.Path}");
        return 0;
    }

    private static int TrainCell(string path, int index, CancellationToken cancellation)
    {
        var folder = SweepFolder.Open(path);
        var cell = folder.Cell(index);
        var job = Environment.GetEnvironmentVariable("SLURM_JOB_ID") is { Length: > 0 } number ? $"job {number}" : "no job";
        using var engine = new FusedRolloutEngine(threads: 1);
        using var keeping = Interruption.KeepWork();
        System.Console.WriteLine($"cell {index}: {cell.Label}");
        try
        {
            var holder = $"{Environment.MachineName}, process {Environment.ProcessId}, {job}";
            var status = new CellTraining(folder, holder, SweepStore()).Run(cell, engine, cancellation: cancellation);
            System.Console.WriteLine(
                status == CellStatus.Training ? $"held by {CellLease.HolderOf(folder.FolderOf(cell)) ?? "another process"}"
                : status == CellStatus.Failed ? $"failed: {folder.FailureOf(cell)}"
                : "done"
            );
            return status == CellStatus.Training ? SlurmJob.Held : 0;
        }
        catch (OperationCanceledException)
        {
            System.Console.Error.WriteLine("Stopped; the checkpoint is kept.");
            return Interruption.ExitCode ?? Ended;
        }
    }

    private static int Tell(SweepFolder folder)
    {
        var cells = folder.Cells.ToLookup(folder.StatusOf);
        foreach (var group in cells.OrderBy(group => group.Key))
            System.Console.WriteLine($"{group.Count(),6}  {group.Key.ToString().ToLowerInvariant()}");
        foreach (var cell in cells[CellStatus.Training])
            System.Console.WriteLine($"  cell {cell.Index} ({cell.Label}): {CellLease.HolderOf(folder.FolderOf(cell))}");
        var file = Path.Combine(folder.Path, JobFile);
        if (!File.Exists(file))
            return 0;
        var job = File.ReadAllText(file).Trim();
        var states = SlurmQueue.States(job);
        System.Console.WriteLine(
            states is null ? $"job {job}: there is no squeue here"
            : states.Count == 0 ? $"job {job}: not in the queue any more"
            : $"job {job}: {string.Join(", ", states.Select(state => $"{state.Value} {state.Key.ToLowerInvariant()}"))}"
        );
        if (SlurmQueue.CoreHours(job) is { } hours)
            System.Console.WriteLine($"job {job}: {hours:0.00} core hours so far");
        return 0;
    }

    private static int Collected(SweepFolder folder)
    {
        var results = SweepResult.Of(folder).ToArray();
        SweepTable.Save(folder, results);
        var page = SweepPage.Save(folder, results);
        var (done, failed) = (
            results.Count(result => result.Status == CellStatus.Done),
            results.Count(result => result.Problem is not null)
        );
        System.Console.WriteLine($"{done} of {results.Length} done, {failed} failed: {Suite.Shorten(Path.GetFullPath(page))}");
        return failed == 0 ? 0 : 1;
    }
}
