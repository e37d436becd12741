using System.Diagnostics;
using System.Text.Json;
using Microsoft.DotNet.Interactive;
using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Execution;

/// <summary>
/// Runs a notebook in this process and writes what happens as JSON lines. It is meant for a child process: a cell that never ends cannot be
/// stopped in any other way than with its process.
/// </summary>
public static class ChildExecution
{
    /// <summary>Runs the notebook whose text comes on the standard input.</summary>
    /// <param name="file">Path of the notebook; its folder is where cells run.</param>
    /// <returns>0 when all cells ran, 1 when one failed.</returns>
    public static async Task<int> RunAsync(string file)
    {
        var lines = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var document = NotebookDocument.Parse(await Console.In.ReadToEndAsync());
        Directory.SetCurrentDirectory(Path.GetDirectoryName(file)!);
        return await RunAsync(document, file, happened =>
        {
            lock (lines) lines.WriteLine(JsonSerializer.Serialize(happened));
        });
    }

    internal static async Task<int> RunAsync(NotebookDocument document, string file, Action<ExecutionEvent> tell)
    {
        using var compiler = new CellCompiler(file);
        var current = 0;
        using var outputs = new OutputCollector(output => tell(new CellGave(current, output)));
        KernelInvocationContext.Current = new KernelInvocationContext(outputs);
        Console.SetOut(outputs);
        Console.SetError(outputs);
        for (; current < document.Cells.Count; current++)
        {
            var cell = document.Cells[current];
            if (cell.Language != "csharp" || cell.Text.Length == 0) continue;
            tell(new CellBegan(current));
            var clock = Stopwatch.StartNew();
            var failed = false;
            try
            {
                var value = await compiler.RunAsync(cell);
                outputs.EndCell();
                if (value is not null) outputs.Display(value, mimeType: null);
            }
            catch (Exception error)
            {
                outputs.Fail(CellErrors.Describe(error, file));
                failed = true;
            }

            tell(new CellEnded(current, clock.Elapsed.TotalSeconds, failed));
            if (failed) return 1;
        }

        return 0;
    }
}
