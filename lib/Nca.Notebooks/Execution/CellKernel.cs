using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Execution;

/// <summary>Runs the C# cells of one notebook in the kernel of .NET Interactive, each on top of those before it.</summary>
internal sealed class CellKernel : IDisposable
{
    // The released kernel's own display(…) shows a copy of what it hands back, so that updates of the handle miss what was shown.
    private const string Helpers = """
        using static Microsoft.DotNet.Interactive.Kernel;
        Microsoft.DotNet.Interactive.Formatting.DisplayedValue display(object value, params string[] mimeTypes) =>
            Microsoft.DotNet.Interactive.KernelInvocationContextExtensions.Display(
                Microsoft.DotNet.Interactive.KernelInvocationContext.Current, value, mimeTypes);
        """;

    private readonly CSharpKernel _csharp;
    private readonly CompositeKernel _kernel;
    private readonly IDisposable _subscription;
    private readonly NotebookLines _lines;
    private readonly CellPrint _print;
    private readonly Action<CellOutput> _hand;
    private KernelInvocationContext? _running;
    private volatile bool _cancelled;

    /// <param name="file">Path of the notebook: what its cells load stands relative to it, and errors name its lines.</param>
    /// <param name="hand">Receives each output, and each change of one (same id), in order.</param>
    public CellKernel(string file, Action<CellOutput> hand)
    {
        _hand = hand;
        _lines = new NotebookLines(file);
        _print = new CellPrint(hand);
        DisplayedContent.Prepare();
        _csharp = new CSharpKernel().UseWho().UseValueSharing();
        Options(_csharp) = Options(_csharp).WithFilePath(file).WithFileEncoding(Encoding.UTF8).WithEmitDebugInformation(true);
        _csharp.DeferCommand(new SubmitCode(Helpers));
        _csharp.AddMiddleware(RunWatchedAsync);
        _kernel = [_csharp];
        _kernel.DefaultKernelName = _csharp.Name;
        _subscription = _kernel.KernelEvents.Subscribe(Hear);
    }

    /// <summary>Runs a cell.</summary>
    /// <returns>What went wrong, with the notebook's own lines; null when nothing did, or when it ended because it was asked to.</returns>
    public async Task<string?> RunAsync(NotebookCell cell)
    {
        var before = _csharp.ScriptState?.Exception;
        var result = await _kernel.SendAsync(new SubmitCode(_lines.Code(cell)));
        _print.EndCell();
        if (result.Events.OfType<CommandFailed>().LastOrDefault() is not { } failed)
            return null;

        // A cell that was asked to stop may have said how far it came, which the kernel leaves out.
        var error = failed.Exception ?? (_csharp.ScriptState?.Exception is { } thrown && thrown != before ? thrown : null);
        return error is not null ? CellErrors.Describe(error, _lines)
            : _cancelled ? null
            : CellErrors.Describe(failed.Message, cell, _lines);
    }

    /// <summary>
    /// Asks the running cell to stop, by its cancellation token. Unlike the kernel's own command for it, this leaves open what the cell
    /// still gives while it ends.
    /// </summary>
    public void Cancel()
    {
        _cancelled = true;
        if (Volatile.Read(ref _running) is { } context)
            Cancellation(context).Cancel();
    }

    /// <summary>Lets the next cell run after one was asked to stop.</summary>
    public void Renew() => _cancelled = false;

    public void Dispose()
    {
        _subscription.Dispose();
        _kernel.Dispose();
        _print.Dispose();
    }

    // The kernel keeps all that a cell prints until its end; ours hands it on, and counts what is too much.
    private async Task RunWatchedAsync(KernelCommand command, KernelInvocationContext context, KernelPipelineContinuation next)
    {
        if (command is not SubmitCode)
        {
            await next(command, context);
            return;
        }

        Console.SetOut(_print);
        Console.SetError(_print);
        Volatile.Write(ref _running, context);
        if (_cancelled)
            Cancellation(context).Cancel();
        try
        {
            await next(command, context);
        }
        finally
        {
            Volatile.Write(ref _running, null);
        }
    }

    // Nothing here may write to the console: the kernel would hear of it, and tell us, without end.
    private void Hear(KernelEvent happened)
    {
        if (happened is DisplayEvent shown && DisplayedContent.Of(shown) is { } output)
            _hand(output);
    }

    // Neither has a public way. The package is pinned and no longer developed, so that the names stay.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_scriptOptions")]
    private static extern ref ScriptOptions Options(CSharpKernel kernel);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_cancellationTokenSource")]
    private static extern ref CancellationTokenSource Cancellation(KernelInvocationContext context);
}
