using System.Text;
using Microsoft.DotNet.Interactive;

namespace Nca.Notebooks.Execution;

/// <summary>Takes in what the running cell prints and displays, in order, and hands it on.</summary>
/// <param name="hand">Receives each output, and each change of one (same id).</param>
public sealed class OutputCollector(Action<CellOutput> hand) : TextWriter
{
    /// <summary>Characters of print that one cell may leave in a report; the rest is counted.</summary>
    public const int PrintLimit = 200_000;

    private readonly Lock _lock = new();
    private readonly StringBuilder _pending = new();
    private int _printed;
    private long _dropped;
    private int _nextId;

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Print(value.ToString());

    /// <inheritdoc/>
    public override void Write(string? value) => Print(value ?? "");

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Print(new string(buffer, index, count));

    /// <summary>Hands on what was printed so far.</summary>
    public override void Flush()
    {
        lock (_lock)
        {
            if (_pending.Length == 0)
                return;
            hand(new CellOutput(OutputKind.Printed, "text/plain", _pending.ToString()));
            _pending.Clear();
        }
    }

    /// <summary>Ends a cell: prints what is left and starts counting anew.</summary>
    public void EndCell()
    {
        lock (_lock)
        {
            if (_dropped > 0)
                _pending.Append($"\n… {_dropped:N0} more characters were printed and are left out here.\n");
            (_printed, _dropped) = (0, 0);
            Flush();
        }
    }

    /// <summary>Hands on an error.</summary>
    /// <param name="text">What happened, and where.</param>
    public void Fail(string text)
    {
        EndCell();
        hand(new CellOutput(OutputKind.Error, "text/plain", text));
    }

    internal DisplayedValue Display(object? value, string? mimeType)
    {
        var (formattedAs, content) = ValueFormatting.Format(value, mimeType);
        return Give(formattedAs, content, updated => ValueFormatting.Format(updated, mimeType));
    }

    internal DisplayedValue DisplayText(string value, string mimeType) =>
        Give(mimeType, value, updated => (mimeType, updated as string ?? ValueFormatting.Format(updated, mimeType).Content));

    private DisplayedValue Give(string mimeType, string content, Func<object?, (string MimeType, string Content)> format)
    {
        lock (_lock)
        {
            Flush();
            var id = $"display-{_nextId++}";
            hand(new CellOutput(OutputKind.Displayed, mimeType, content, id));
            return new DisplayedValue(value =>
            {
                var (updatedAs, updated) = format(value);
                lock (_lock)
                    hand(new CellOutput(OutputKind.Displayed, updatedAs, updated, id));
            });
        }
    }

    private void Print(string text)
    {
        lock (_lock)
        {
            var kept = Math.Min(text.Length, Math.Max(0, PrintLimit - _printed));
            _printed += kept;
            _dropped += text.Length - kept;
            _pending.Append(text, 0, kept);
            if (_pending.Length > 2000 || text.EndsWith('\n'))
                Flush();
        }
    }
}
