using System.Diagnostics;
using System.Globalization;
using Nca.Automaton;
using Nca.Engines.Fused;
using Nca.Figures.Display;
using Nca.Runs;
using Nca.Targets;
using Nca.Training;

namespace Nca.Figures.Live;

/// <summary>
/// A training that a notebook's cell asks for: loaded where it is known, else trained while its loss is drawn. It says first how long it
/// will take.
/// Stopping the cell keeps what was learned; running it again resumes.
/// </summary>
public sealed class LiveTraining : ITrainingWatch
{
    private const int Measured = 20, // iterations before the training itself tells how long it will take
        Probes = 12; // pictures that a watched training grows
    private const double LongFrom = 2e8; // living cells times steps of a training whose time is measured beforehand

    private readonly TrainingConfig _config;
    private readonly Target _target;
    private readonly FusedRolloutEngine _engine;
    private readonly TrainingChart _chart;
    private readonly DisplayPlace _place = new();
    private readonly string _code = NotebookKernel.Code;
    private readonly Stopwatch _clock = new();
    private Trainer? _trainer;
    private int _first,
        _iterations;

    private LiveTraining(TrainingConfig config, Target target, FusedRolloutEngine engine)
    {
        (_config, _target, _engine) = (config, target, engine);
        _chart = new TrainingChart($"Training {target.Name}.", config.Steps, _place);
    }

    /// <summary>The run with these settings.</summary>
    /// <param name="config">The hyperparameters.</param>
    /// <param name="target">The picture to grow.</param>
    /// <param name="cancellation">
    /// Stops a training, as stopping the notebook's cell does anyway; the next call resumes there.
    /// </param>
    /// <exception cref="RunException">A stored run is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the message says where, and that it is kept.</exception>
    /// <exception cref="TrainingFailedException">The training left the finite numbers, or its pool died.</exception>
    public static StoredRun LoadOrTrain(TrainingConfig config, Target target, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(target);
        using var engine = new FusedRolloutEngine();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, NotebookKernel.Cancellation);
        var live = new LiveTraining(config, target, engine);
        var store = RunStore.Default();

        // The kernel takes nothing more from a stopped cell: the last word is said from within the cancellation.
        using var stopping = either.Token.Register(live.Stop);
        try
        {
            var run = store.LoadOrTrain(config, target, engine, retrain: false, live, either.Token);
            live.End(run, store);
            StoppedCells.Forget(live._code);
            return run;
        }
        catch (OperationCanceledException error)
        {
            throw new OperationCanceledException(live.Stopped, error, either.Token);
        }
        catch (TrainingFailedException error)
        {
            live.Fail(error);
            throw;
        }
    }

    /// <summary>
    /// A short training, watched from within and not stored: its loss is drawn while it trains. Stopping the cell drops it.
    /// </summary>
    /// <param name="title">Title of the curve.</param>
    /// <param name="config">The hyperparameters.</param>
    /// <param name="target">The picture to grow.</param>
    /// <param name="cancellation">Stops it, as stopping the notebook's cell does anyway.</param>
    /// <exception cref="OperationCanceledException">It was stopped; the message says where.</exception>
    /// <exception cref="TrainingFailedException">The training left the finite numbers, or its pool died.</exception>
    public static WatchedTraining Watch(string title, TrainingConfig config, Target target, CancellationToken cancellation = default) =>
        Watch(title, config, target, null, cancellation);

    /// <summary>
    /// The same, beginning with what another training has learned: for another picture, or to go on. It takes three eighths of its
    /// iterations (<see cref="TrainingConfig.StartingFrom"/>).
    /// </summary>
    /// <param name="title">Title of the curve.</param>
    /// <param name="start">The other training.</param>
    /// <param name="target">The picture to grow, in that training's alpha mode.</param>
    /// <param name="cancellation">Stops it, as stopping the notebook's cell does anyway.</param>
    /// <exception cref="OperationCanceledException">It was stopped; the message says where.</exception>
    /// <exception cref="TrainingFailedException">The training left the finite numbers, or its pool died.</exception>
    public static WatchedTraining WatchFrom(string title, WatchedTraining start, Target target, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        using var engine = new FusedRolloutEngine();
        var identity = RunIdentity.Of(start.Config, start.Target, engine.Arithmetic);
        return Watch(title, start.Config.StartingFrom(identity), target, start.Weights, cancellation);
    }

    private static WatchedTraining Watch(
        string title,
        TrainingConfig config,
        Target target,
        UpdateRuleWeights? start,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(target);
        using var engine = new FusedRolloutEngine();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, NotebookKernel.Cancellation);
        var (code, iterations, clock, pace) = (NotebookKernel.Code, 0, Stopwatch.StartNew(), new TrainingPace(config));
        var chart = new TrainingChart(title, config.Steps, new DisplayPlace());
        var probe = new GrowthProbe(engine, Math.Max(1, config.Steps / Probes));
        var time = IsLong(config, target)
            ? SpokenTime.About(TrainingForecast.Remaining(new Trainer(config, target, engine, start), engine)) + " on this machine. "
            : "";
        chart.Head($"{time}It may be stopped; nothing of it is kept then.");
        using var stopping = either.Token.Register(() =>
        {
            chart.End(Stopped());
            StoppedCells.Remember(code);
        });
        try
        {
            var trained = WatchedTraining.Run(config, target, engine, Add, start: start, probe: probe, cancellation: either.Token);
            StoppedCells.Forget(code);
            return trained;
        }
        catch (OperationCanceledException error)
        {
            throw new OperationCanceledException(Stopped(), error, either.Token);
        }

        void Add(TrainingRecord record)
        {
            iterations = record.Iteration + 1;
            pace.Observe(record, clock.Elapsed);
            chart.Add(record, pace.Left, probe.Grown);
        }

        string Stopped() => $"The training was stopped after {iterations} of {config.Steps} iterations. Nothing is kept; run it again.";
    }

    // Measuring takes three seconds: as long as a short training takes.
    private static bool IsLong(TrainingConfig config, Target target) =>
        (double)config.BatchSize * target.Size * target.Size * config.Rollout.ExpectedSteps(0, config.Steps) > LongFrom;

    /// <inheritdoc/>
    void IProgress<TrainingProgress>.Report(TrainingProgress value)
    {
        // What was measured beforehand is foretold anew from what the training itself takes.
        var foretold = _clock.Elapsed + value.Left;
        _chart.Add(value.Record, value.Left, value.Probe, ++_iterations < Measured ? null : Heading(foretold));
    }

    /// <inheritdoc/>
    void ITrainingWatch.Wait() =>
        _place.Show(
            new Notice($"Another process trains this very run ({_target.Name}, {_config.Steps} iterations); waiting for its result.")
        );

    /// <inheritdoc/>
    void ITrainingWatch.Begin(Trainer trainer)
    {
        _trainer = trainer;
        _chart.AddKnown(trainer.Records);
        _chart.Head("Measuring how long it will take …");
        _first = trainer.Iteration;
        _chart.Head(Heading(TrainingForecast.Remaining(trainer, _engine)));
        _clock.Start();
    }

    private string Heading(TimeSpan foretold)
    {
        var time = SpokenTime.About(foretold);
        var what = string.Create(
            CultureInfo.InvariantCulture,
            $"{_config.Steps:N0} iterations of {_config.BatchSize} rollouts on {_target.Grid}×{_target.Grid} cells"
        );
        return _first == 0
            ? $"{what}: {time} on this machine. It may be stopped at any time; what was learned is kept and remembered."
            : $"{what}. An earlier training resumes at iteration {_first}: {time} to go.";
    }

    private void End(StoredRun run, RunStore store)
    {
        var took = SpokenTime.Of(TimeSpan.FromSeconds(run.Provenance.Seconds));
        if (_trainer is not null)
        {
            _chart.End(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"done in {took}, loss {run.FinalLoss:0.00000} at the end; from now on it is loaded"
                )
            );
            return;
        }

        var own = Path.GetFullPath(run.Folder)
            .StartsWith(Path.GetFullPath(store.Folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        var from = own ? "trained on this machine" : "shipped with the project";
        _place.Show(
            new Notice(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Known run, {from}: {run.Target.Name}, {run.Config.Steps:N0} iterations, "
                        + $"{run.Provenance.Finished:yyyy-MM-dd}, {took} of training on {run.Provenance.Machine}."
                )
            )
        );
    }

    private string Stopped =>
        _trainer is null || _trainer.Iteration == 0
            ? "The training was stopped before its first iteration ended; run it again."
            : $"The training was stopped after {_trainer.Iteration} of {_config.Steps} iterations. What was learned is kept: "
                + "run it again to continue from there.";

    private void Stop()
    {
        if (_trainer is null)
            _place.Show(new Notice(Stopped));
        else
            _chart.End(Stopped);
        StoppedCells.Remember(_code);
    }

    private void Fail(TrainingFailedException error) => _chart.End($"stopped at iteration {error.Iteration}");
}
