using System.Text;

namespace Nca.Notebooks.Execution;

/// <summary>The console of the running cell: hands on at once what it prints, as it is, and counts what is too much for a report.</summary>
/// <param name="hand">Receives each piece.</param>
internal sealed class CellPrint(Action<CellOutput> hand) : TextWriter
{
    /// <summary>Characters of print that one cell may leave in a report; the rest is counted.</summary>
    public const int Limit = 200_000;

    private readonly Lock _lock = new();
    private int _printed;
    private long _dropped;

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + NewLine);

    // Handed on with every call: what a cell prints right before it dies is what one needs most.
    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_lock)
        {
            var kept = Math.Min(buffer.Length, Limit - _printed);
            _printed += kept;
            _dropped += buffer.Length - kept;
            if (kept > 0)
                hand(new CellOutput(OutputKind.Printed, "text/plain", buffer[..kept].ToString()));
        }
    }

    /// <summary>Ends a cell: says what was left out and starts counting anew.</summary>
    public void EndCell()
    {
        lock (_lock)
        {
            if (_dropped > 0)
                hand(
                    new CellOutput(
                        OutputKind.Printed,
                        "text/plain",
                        $"\n… {_dropped:N0} more characters were printed and are left out here.\n"
                    )
                );
            (_printed, _dropped) = (0, 0);
        }
    }
}
