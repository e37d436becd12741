using System.Diagnostics;
using Nca.Runs;
using Nca.Studies;

namespace Nca.Cli.Console;

/// <summary>
/// Tells on the console how an experiment's trainings go: a line when one begins to count, ends or fails, and now and then how far all are.
/// </summary>
internal sealed class ExperimentReport(Experiment experiment) : IProgress<ExperimentProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private readonly Dictionary<ExperimentRun, StoredRun> _results = [];
    private readonly Dictionary<ExperimentRun, TrainingProgress> _training = [];
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

    /// <summary>The finished runs, in the experiment's order.</summary>
    public IEnumerable<(ExperimentRun Run, StoredRun Result)> Results =>
        experiment.Runs.Where(_results.ContainsKey).Select(run => (run, _results[run]));

    public void Report(ExperimentProgress value)
    {
        lock (_gate)
        {
            if (value.Training is { } training)
                _training[value.Run] = training;
            else
                _training.Remove(value.Run);
            if (value.Result is { } result)
                _results[value.Run] = result;
            if (value.Stage == ExperimentStage.Finished)
                System.Console.WriteLine(
                    $"  {value.Run.Path}: done in {TimeSpan.FromSeconds(value.Result!.Provenance.Seconds):h\\:mm\\:ss}; "
                        + $"{_results.Count} of {experiment.Runs.Count}"
                );
            else if (value.Problem is { } problem)
                System.Console.WriteLine($"  {value.Run.Path}: {problem}");
            if (_sinceLine.Elapsed < Pause || _training.Count == 0)
                return;
            _sinceLine.Restart();
            System.Console.WriteLine(
                "  "
                    + string.Join(
                        "; ",
                        _training.Select(entry =>
                            $"{entry.Key.Path} {entry.Value.Record.Iteration + 1}/{entry.Value.Steps} loss "
                            + $"{entry.Value.Record.Loss:0.0000} {entry.Value.Left:h\\:mm\\:ss} left"
                        )
                    )
            );
        }
    }
}
