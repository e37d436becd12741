using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Nca.Notebooks.Tests.Jupyter;

/// <summary>Debian's notebook server on the loopback address, with a token.</summary>
internal sealed partial class NotebookServer : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);
    private readonly Process _process;
    private readonly Uri _address;

    private NotebookServer(Process process, Uri address) => (_process, _address) = (process, address);

    /// <summary>Starts it in a project's folder of notebooks.</summary>
    public static async Task<NotebookServer> StartAsync(JupyterProject project)
    {
        var process = project.Start("-m", "notebook", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port-retries=100");
        var address = new TaskCompletionSource<Uri>();
        var said = new StringBuilder();
        void Hear(object sender, DataReceivedEventArgs line)
        {
            said.AppendLine(line.Data);
            if (line.Data is null)
                address.TrySetException(new InvalidOperationException($"The notebook server ended: {said}"));
            else if (Address().Match(line.Data) is { Success: true, Value: var found })
                address.TrySetResult(new Uri(found));
        }

        // Both are read to their ends: a pipe that nobody reads would hold it up.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new NotebookServer(process, await address.Task.WaitAsync(Longest, TestContext.Current.CancellationToken));
    }

    /// <summary>The address of a notebook.</summary>
    /// <param name="file">Its file's name.</param>
    public string Of(string file) => new Uri(_address, $"/notebooks/{file}{_address.Query}").AbsoluteUri;

    public async ValueTask DisposeAsync()
    {
        // Asked twice it ends without a question, and its kernels with it.
        for (var times = 0; times < 2 && !_process.HasExited; times++)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
        }

        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(20)));
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/\?token=\w+")]
    private static partial Regex Address();
}

/// <summary>An open notebook, stepped through as a person does: with the buttons of its bar.</summary>
/// <param name="page">The page.</param>
internal sealed class OpenNotebook(IPage page)
{
    private const string Bar = "button[data-jupyter-action='jupyter-notebook:";

    /// <summary>The page.</summary>
    public IPage Page => page;

    /// <summary>Waits until its kernel is there.</summary>
    public Task ReadyAsync() =>
        page.WaitForFunctionAsync(
            "() => window.Jupyter?.notebook?.kernel?.is_connected() && Jupyter.notebook.kernel.info_reply?.status === 'ok'"
        );

    /// <summary>Which cell holds some words.</summary>
    public Task<int> FindAsync(string words) =>
        page.EvaluateAsync<int>(
            "words => Jupyter.notebook.get_cells().findIndex(cell => cell.cell_type === 'code' && cell.get_text().includes(words))",
            words
        );

    /// <summary>Runs every cell from the first to that one, and waits for it; all must end well.</summary>
    public async Task StepToAsync(int last)
    {
        await page.EvaluateAsync("() => Jupyter.notebook.select(0)");
        for (var cell = 0; cell <= last; cell++)
        {
            await BeginAsync(cell);
            await EndAsync(cell);
            Assert.True(await ErrorAsync(cell) is "", $"cell {cell}: {await ErrorAsync(cell)}");
        }
    }

    /// <summary>Runs a cell and does not wait for it.</summary>
    public async Task BeginAsync(int cell)
    {
        await page.EvaluateAsync("cell => Jupyter.notebook.select(cell)", cell);
        await page.ClickAsync(Bar + "run-cell-and-select-next']");
    }

    /// <summary>Waits until a cell has ended.</summary>
    public Task EndAsync(int cell) =>
        page.WaitForFunctionAsync(
            """
            at => { const cell = Jupyter.notebook.get_cell(at);
              return cell.cell_type !== 'code' || cell.get_text() === '' || Number.isInteger(cell.input_prompt_number); }
            """,
            cell
        );

    /// <summary>Presses the stop button.</summary>
    public Task InterruptAsync() => page.ClickAsync(Bar + "interrupt-kernel']");

    /// <summary>Presses the stop button and waits until the cell has ended.</summary>
    /// <param name="cell">The cell.</param>
    public async Task StopAsync(int cell)
    {
        await InterruptAsync();
        await EndAsync(cell);
    }

    /// <summary>Waits until what a cell shows holds some words.</summary>
    public Task UntilAsync(int cell, string words) =>
        page.WaitForFunctionAsync(
            "([at, words]) => Jupyter.notebook.get_cell(at).element.find('.output').html().includes(words)",
            new object[] { cell, words }
        );

    /// <summary>Waits until what a cell shows differs from what it showed.</summary>
    /// <returns>What it shows then.</returns>
    public async Task<string> ChangeAsync(int cell, string shown)
    {
        await page.WaitForFunctionAsync(
            """
            ([at, shown]) => { const html = Jupyter.notebook.get_cell(at).element.find('.nca-live').html();
              return html && html !== shown; }
            """,
            new object[] { cell, shown }
        );
        return await page.EvaluateAsync<string>("at => Jupyter.notebook.get_cell(at).element.find('.nca-live').html()", cell);
    }

    /// <summary>What a cell shows, as text.</summary>
    public Task<string> TextAsync(int cell) =>
        page.EvaluateAsync<string>("at => Jupyter.notebook.get_cell(at).element.find('.output').text()", cell);

    private Task<string> ErrorAsync(int cell) =>
        page.EvaluateAsync<string>(
            """
            at => (Jupyter.notebook.get_cell(at).output_area?.outputs ?? [])
              .filter(output => output.output_type === 'error').map(output => output.evalue).join()
            """,
            cell
        );
}
