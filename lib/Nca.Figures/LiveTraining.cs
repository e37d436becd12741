using Nca.Imaging;
using Nca.Runs;
using Nca.Training;

namespace Nca.Figures;

/// <summary>
/// A training that a notebook's cell asks for: loaded where it is known, else trained while its loss is drawn. Stopping the cell keeps what was learned;
/// running it again goes on.
/// </summary>
public sealed class LiveTraining : IProgress<TrainingProgress>
{
    private readonly LiveChart _chart;

    private LiveTraining(LiveChart chart) => _chart = chart;

    /// <summary>The run with these settings.</summary>
    /// <param name="config">The hyperparameters.</param>
    /// <param name="target">What shall grow.</param>
    /// <param name="display">
    /// Shows HTML and returns what puts other HTML in its place; in a notebook
    /// <c>html =&gt; Microsoft.DotNet.Interactive.KernelInvocationContext.Current.DisplayAs(html, "text/html").Update</c>.
    /// </param>
    /// <param name="cancellation">Stops a training; the next call goes on where it was.</param>
    /// <exception cref="RunException">A stored run is damaged.</exception>
    /// <exception cref="DivergedException">The training left the finite numbers.</exception>
    public static StoredRun LoadOrTrain(TrainingConfig config, Target target, Func<string, Action<object>> display, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(display);
        var chart = new LiveChart($"Training {target.Name}", "loss (mean squared error)", config.Steps);
        Action<object>? update = null;
        chart.Show = html =>
        {
            if (update is null) update = display(html);
            else update(html);
        };
        return RunStore.LoadOrTrain(config, target, new LiveTraining(chart), cancellation);
    }

    /// <inheritdoc/>
    void IProgress<TrainingProgress>.Report(TrainingProgress value)
    {
        _chart.Status = FormattableString.Invariant($"loss {value.Record.Loss:0.00000}, {value.Left:h\\:mm\\:ss} left");
        _chart.Add(value.Record.Loss);
    }
}
