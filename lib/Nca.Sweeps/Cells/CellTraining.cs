using Nca.Engines;
using Nca.Figures.Drawing;
using Nca.Figures.Model;
using Nca.Runs;
using Nca.Studies;
using Nca.Sweeps.Grid;
using Nca.Targets;
using Nca.Training;

namespace Nca.Sweeps.Cells;

/// <summary>Trains and measures one cell of a sweep, from its checkpoint where it has one.</summary>
/// <param name="folder">The sweep.</param>
/// <param name="holder">Who does it, in words: machine, process, job.</param>
/// <param name="store">Where trained runs are looked for, and remembered for notebooks and other sweeps; null for nowhere.</param>
internal sealed class CellTraining(SweepFolder folder, string holder, RunStore? store)
{
    private const int Grown = 200;

    /// <summary>Trains and measures a cell, unless it is done, or failed, or somebody else is at it.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="engine">Computes.</param>
    /// <param name="progress">Told how the training goes.</param>
    /// <param name="cancellation">Stops it; a checkpoint is written.</param>
    /// <returns>How far the cell is now.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled, or its lease was taken over.</exception>
    public CellStatus Run(
        SweepCell cell,
        IRolloutEngine engine,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        cancellation.ThrowIfCancellationRequested();
        if (folder.StatusOf(cell) is (CellStatus.Done or CellStatus.Failed) and var ended)
            return ended;
        using var lease = CellLease.Take(folder.FolderOf(cell), holder);
        if (lease is null)
            return CellStatus.Training;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
        try
        {
            var run = Trained(cell, engine, progress, either.Token);
            if (run is null)
                return CellStatus.Training;
            var states = run.Creature.Grow(Grown, engine: engine);
            AtomicFile.Write(folder.PictureOf(cell), RenderingPlugin.Renderer.Png(Pixels.Of(states[0]), 1));
            folder.Keep(cell, EvaluationRow.Of($"cell-{cell.Index}", run, engine, folder.Sweep.Samples));
            return CellStatus.Done;
        }
        catch (Exception failure) when (failure is TrainingFailedException or TargetException or InvalidConfigException or RunException)
        {
            // That too is a result; the other cells go on.
            folder.KeepFailure(cell, failure.Message);
            return CellStatus.Failed;
        }
    }

    // What is known under the same identity is not trained again, wherever it was trained.
    private StoredRun? Trained(SweepCell cell, IRolloutEngine engine, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var target = cell.LoadTarget();
        var place = folder.RunOf(cell);
        var identity = RunIdentity.Of(cell.Config, target, engine.Arithmetic);
        if (StoredRun.IsIn(place))
        {
            var own = StoredRun.Load(place);
            return own.Identity == identity ? own : throw new RunException($"{place} holds another run than cell {cell.Index}.");
        }

        if (Known(cell, target, engine) is { } known)
            return known;
        using var training = ResumableTraining.Open(place, cell.Config, target, engine);
        var run = training?.Run(progress, cancellation);
        if (run is not null)
            store?.Keep(run);
        return run;
    }

    private StoredRun? Known(SweepCell cell, Target target, IRolloutEngine engine)
    {
        try
        {
            return store?.Find(cell.Config, target, engine.Arithmetic);
        }
        catch (RunException)
        {
            // A damaged run of the same settings: the sweep trains its own.
            return null;
        }
    }
}
