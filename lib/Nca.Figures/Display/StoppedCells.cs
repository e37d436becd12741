using System.Diagnostics;

namespace Nca.Figures.Display;

/// <summary>
/// The cells that were stopped. Their variables have no value, and the cell that uses one next fails with a bare null reference: then a
/// line below it says which cell to run.
/// </summary>
internal static class StoppedCells
{
    private const string CompiledCell = "Submission#";
    private const int LongestQuote = 60;
    private static readonly Lock Lock = new();
    private static readonly List<string> Codes = [];
    private static readonly DisplayedOnce Said = new();
    private static bool _listens;

    /// <summary>A cell was stopped.</summary>
    /// <param name="code">Its text.</param>
    public static void Remember(string code)
    {
        lock (Lock)
        {
            Codes.Remove(code);
            Codes.Add(code);
            if (_listens)
                return;
            _listens = true;
            AppDomain.CurrentDomain.FirstChanceException += (_, happened) => Explain(happened.Exception);
        }
    }

    /// <summary>A cell ran to its end after all.</summary>
    /// <param name="code">Its text.</param>
    public static void Forget(string code)
    {
        lock (Lock)
            Codes.Remove(code);
    }

    private static void Explain(Exception error)
    {
        if (error is not (NullReferenceException or ArgumentNullException) || Quote() is not { } cell || !IsThrownByACell())
            return;
        Said.Show($"A variable has no value, because its cell was stopped: run the cell “{cell}” to its end, then this one.");
    }

    private static string? Quote()
    {
        lock (Lock)
        {
            if (Codes.Count == 0)
                return null;
            var line = Codes[^1].Split('\n').Select(text => text.Trim()).FirstOrDefault(text => text.Length > 0) ?? "";
            return line.Length > LongestQuote ? line[..LongestQuote] + "…" : line;
        }
    }

    private static bool IsThrownByACell() =>
        new StackTrace()
            .GetFrames()
            .Any(frame => frame.GetMethod()?.DeclaringType?.FullName?.StartsWith(CompiledCell, StringComparison.Ordinal) == true);
}
