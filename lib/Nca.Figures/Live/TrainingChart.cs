using System.Globalization;
using Nca.Automaton;
using Nca.Figures.Display;
using Nca.Figures.Model;
using Nca.Training;

namespace Nca.Figures.Live;

/// <summary>The curve of a training under way. It may be stopped from any thread; nothing is drawn after that.</summary>
/// <param name="title">Title.</param>
/// <param name="steps">Iterations in all.</param>
/// <param name="place">Where it is shown.</param>
internal sealed class TrainingChart(string title, int steps, DisplayPlace place)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.3);
    private readonly Lock _lock = new();
    private readonly LiveChart _chart = new(title, "loss (mean squared error)", steps) { Place = place };
    private CellState? _grown;
    private bool _ended;

    /// <summary>Puts the iterations that are known already before those to come.</summary>
    /// <param name="records">Their records.</param>
    public void AddKnown(IEnumerable<TrainingRecord> records) => _chart.AddKnown(records.Select(record => record.Loss));

    /// <summary>Says above the curve what is done.</summary>
    /// <param name="heading">What is done, how long it takes, what becomes of it when it is stopped.</param>
    public void Head(string heading)
    {
        lock (_lock)
        {
            if (_ended)
                return;
            _chart.Heading = heading;
            _chart.Refresh();
        }
    }

    /// <summary>Draws an iteration.</summary>
    /// <param name="record">Its record.</param>
    /// <param name="left">The time that the rest will take, zero where that is not known.</param>
    /// <param name="grown">What the last probe grew into, the same state until there is a new one; null before the first.</param>
    /// <param name="heading">What is said above the curve from now on; null for what is said there already.</param>
    public void Add(TrainingRecord record, TimeSpan left, CellState? grown, string? heading = null)
    {
        lock (_lock)
        {
            if (_ended)
                return;
            _chart.Heading = heading ?? _chart.Heading;
            var spoken = left > TimeSpan.Zero ? $", {SpokenTime.Of(left)} left" : "";
            _chart.Status = string.Create(CultureInfo.InvariantCulture, $"loss {record.Loss:0.00000}{spoken}");
            if (grown is not null && !ReferenceEquals(grown, _grown))
                _chart.Picture = (Pixels.Of(grown), $"grown with the weights after {record.Iteration + 1} iterations");
            _grown = grown;
            _chart.Add(record.Loss);
        }
    }

    /// <summary>Draws for the last time.</summary>
    /// <param name="status">How it ended.</param>
    public void End(string status)
    {
        // Whoever stops a cell waits for this call, and an iteration that is being drawn might wait for the kernel that stops it.
        if (!_lock.TryEnter(Patience))
            return;
        try
        {
            if (_ended)
                return;
            _ended = true;
            _chart.Status = status;
            _chart.Refresh();
        }
        finally
        {
            _lock.Exit();
        }
    }
}
