using System.Text.Json;
using System.Text.Json.Serialization;
using Nca.Sweeps.Grid;

namespace Nca.Sweeps.Cells;

/// <summary>What a worker tells whoever started it, in one line of JSON.</summary>
/// <param name="Cell">Number of the cell.</param>
/// <param name="Iteration">Finished iterations of its training.</param>
/// <param name="Steps">Iterations of the whole training.</param>
/// <param name="Loss">Loss of the last iteration.</param>
/// <param name="SecondsLeft">Time left of the training.</param>
/// <param name="Ended">How the cell ended; null while it is trained.</param>
internal sealed record WorkerEvent(int Cell, int Iteration, int Steps, double Loss, double SecondsLeft, CellStatus? Ended = null)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>That a cell is begun.</summary>
    /// <param name="cell">The cell.</param>
    public static WorkerEvent Begun(SweepCell cell) => new(cell.Index, 0, cell.Config.Steps, double.NaN, double.NaN);

    /// <summary>That a cell ended.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="status">How.</param>
    public static WorkerEvent End(SweepCell cell, CellStatus status) => Begun(cell) with { Ended = status };

    /// <summary>The line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Options);

    /// <summary>The event of a line, or null: what else a process prints is no event.</summary>
    /// <param name="line">The line.</param>
    public static WorkerEvent? In(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerEvent>(line, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
