using System.Diagnostics;
using System.Runtime.InteropServices;
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
    private const int Stopped = 130;

    /// <summary>
    /// Runs the notebook whose text comes as a JSON string in the first line of the standard input. Any further line, or the input's end,
    /// means that it
    /// should stop.
    /// </summary>
    /// <param name="file">Full path of the notebook, for what its cells load. They run in the current directory.</param>
    /// <returns>0 when all cells ran, 1 when one failed, 130 when it was stopped between cells.</returns>
    public static async Task<int> RunAsync(string file)
    {
        var lines = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var input = Console.In;
        if (await input.ReadLineAsync() is not { } text)
            return Stopped;
        var document = NotebookDocument.Parse(JsonSerializer.Deserialize<string>(text)!);
        Console.SetIn(TextReader.Null);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true); // the parent hears it too, and decides
        using var execution = new Execution(
            document,
            file,
            happened =>
            {
                lock (lines)
                    lines.WriteLine(JsonSerializer.Serialize(happened));
            },
            stop.Token
        );
        new Thread(() =>
        {
            input.ReadLine();
            stop.Cancel();
            if (!execution.CellMayStop)
                Environment.Exit(Stopped);
        })
        {
            IsBackground = true,
        }.Start();
        return await execution.RunAsync();
    }

    private sealed class Execution : IDisposable
    {
        private readonly NotebookDocument _document;
        private readonly string _file;
        private readonly CancellationToken _stop;
        private readonly Action<ExecutionEvent> _tell;
        private readonly OutputCollector _outputs;
        private readonly KernelInvocationContext _context;
        private int _current;

        public Execution(NotebookDocument document, string file, Action<ExecutionEvent> tell, CancellationToken stop)
        {
            (_document, _file, _stop, _tell) = (document, file, stop, tell);
            _outputs = new OutputCollector(output => tell(new CellGave(_current, output)));
            _context = new KernelInvocationContext(_outputs, stop);
        }

        public bool CellMayStop => _context.MayStop;

        public async Task<int> RunAsync()
        {
            using var compiler = new CellCompiler(_file);
            KernelInvocationContext.Current = _context;
            Console.SetOut(_outputs);
            Console.SetError(_outputs);
            for (; _current < _document.Cells.Count; _current++)
            {
                var cell = _document.Cells[_current];
                if (cell.Language != "csharp" || cell.Text.Length == 0)
                    continue;
                if (_stop.IsCancellationRequested)
                    return Stopped;
                _context.MayStop = false;
                if (!await RunAsync(compiler, cell))
                    return 1;
            }

            return 0;
        }

        public void Dispose() => _outputs.Dispose();

        private async Task<bool> RunAsync(CellCompiler compiler, NotebookCell cell)
        {
            _tell(new CellBegan(_current));
            var clock = Stopwatch.StartNew();
            var failed = false;
            try
            {
                var value = await compiler.RunAsync(cell);
                _outputs.EndCell();
                if (value is not null)
                    _outputs.Display(value, mimeType: null);
            }
            catch (Exception error)
            {
                _outputs.Fail(CellErrors.Describe(error, _file));
                failed = true;
            }

            _tell(new CellEnded(_current, clock.Elapsed.TotalSeconds, failed));
            return !failed;
        }
    }
}
