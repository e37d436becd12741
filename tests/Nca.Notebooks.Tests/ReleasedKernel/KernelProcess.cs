using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Nca.Notebooks.Tests.ReleasedKernel;

/// <summary>
/// The released notebook kernel as a process of its own, driven by lines of JSON over its standard input and output, as VS Code does.
/// </summary>
internal sealed class KernelProcess : IAsyncDisposable
{
    // How long a kernel may be silent before it counts as hanging; other tests and other work may have the processor meanwhile.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly Lazy<Task<string?>> Restored = new(RestoreAsync);
    private readonly Process _process;
    private readonly Channel<JsonObject> _events = Channel.CreateUnbounded<JsonObject>();
    private readonly StringBuilder _errors = new();

    private KernelProcess(Process process)
    {
        _process = process;
        _ = ReadAsync();
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts the kernel; skips the test where it cannot be restored.</summary>
    /// <param name="folder">The working folder, the notebook's own.</param>
    /// <param name="variables">Environment variables beside ours.</param>
    public static async Task<KernelProcess> StartAsync(string folder, params (string Name, string Value)[] variables)
    {
        var reason = await Restored.Value;
        Assert.SkipWhen(reason is not null, $"The released kernel cannot be restored: {reason}");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = ProjectFolder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in new[] { "tool", "run", "dotnet-interactive", "--", "stdio", "--working-dir", folder })
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var kernel = new KernelProcess(Process.Start(start)!);
        await kernel.UntilAsync(happened => (string?)happened["eventType"] == "KernelReady", _ => { });
        return kernel;
    }

    /// <summary>Runs a cell to its end.</summary>
    /// <param name="code">The cell's text.</param>
    public async Task<CellOutcome> RunAsync(string code)
    {
        var outcome = Submit(code);
        await EndAsync(outcome);
        return outcome;
    }

    /// <summary>Submits a cell and does not wait for it.</summary>
    /// <param name="code">The cell's text.</param>
    public CellOutcome Submit(string code) => new(Send("SubmitCode", new JsonObject { ["code"] = code, ["targetKernelName"] = "csharp" }));

    /// <summary>Stops whatever runs.</summary>
    public void Cancel() => Send("Cancel", new JsonObject { ["targetKernelName"] = "csharp" });

    /// <summary>Takes in what a cell gives until that suffices.</summary>
    /// <param name="outcome">The cell.</param>
    /// <param name="suffices">Whether what it has given suffices.</param>
    public Task UntilAsync(CellOutcome outcome, Func<CellOutcome, bool> suffices) =>
        UntilAsync(_ => outcome.HasEnded || suffices(outcome), outcome.Take);

    /// <summary>Takes in what a cell gives until it ends.</summary>
    /// <param name="outcome">The cell.</param>
    public Task EndAsync(CellOutcome outcome) => UntilAsync(outcome, _ => false);

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private string Send(string command, JsonObject arguments)
    {
        var token = Guid.NewGuid().ToString("N");
        _process.StandardInput.WriteLine(
            new JsonObject
            {
                ["token"] = token,
                ["commandType"] = command,
                ["command"] = arguments,
            }.ToJsonString()
        );
        _process.StandardInput.Flush();
        return token;
    }

    private async Task UntilAsync(Func<JsonObject, bool> ends, Action<JsonObject> take)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Longest);
        while (await _events.Reader.WaitToReadAsync(patience.Token))
        {
            while (_events.Reader.TryRead(out var happened))
            {
                take(happened);
                if (ends(happened))
                    return;
            }
        }

        Assert.Fail($"The kernel ended: {_errors}");
    }

    // Lines that are no JSON are the tool's greeting.
    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{') && JsonNode.Parse(line) is JsonObject happened && happened.ContainsKey("eventType"))
                _events.Writer.TryWrite(happened);
        }

        _events.Writer.Complete();
    }

    private static async Task<string?> RestoreAsync()
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", "tool restore")
            {
                WorkingDirectory = ProjectFolder.Path,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : (await output + await error).Trim();
    }
}
