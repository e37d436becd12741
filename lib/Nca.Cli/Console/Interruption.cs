using System.Runtime.InteropServices;

namespace Nca.Cli.Console;

/// <summary>
/// What asks the program to stop: Ctrl-C, a request to end, the closing of the terminal. The first cancels <see cref="Token"/>; a command
/// that does not heed it in time is ended, and so is one that is asked again, unless it is keeping its work.
/// </summary>
internal static class Interruption
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5),
        PatienceWithWork = TimeSpan.FromMinutes(2);
    private static readonly (PosixSignal Signal, int Code)[] Signals =
    [
        (PosixSignal.SIGINT, 130),
        (PosixSignal.SIGTERM, 143),
        (PosixSignal.SIGHUP, 129),
    ];
    private static readonly CancellationTokenSource Stop = new();
    private static readonly Lock Gate = new();
    private static readonly List<PosixSignalRegistration> Registrations = [];
    private static int _asked;
    private static int _keeping;

    /// <summary>Cancelled when the program is asked to stop.</summary>
    public static CancellationToken Token => Stop.Token;

    /// <summary>The conventional exit code of the first request, 128 and the signal's number; null while there was none.</summary>
    public static int? ExitCode { get; private set; }

    /// <summary>Hears the signals from now on.</summary>
    public static void Begin()
    {
        foreach (var (signal, code) in Signals)
            Registrations.Add(PosixSignalRegistration.Create(signal, context => Hear(context, code)));
    }

    /// <summary>Until the result is disposed, a request to stop waits for what was learned to be written.</summary>
    public static IDisposable KeepWork()
    {
        Interlocked.Increment(ref _keeping);
        return new Keeping();
    }

    private static void Hear(PosixSignalContext context, int code)
    {
        context.Cancel = true;
        lock (Gate)
        {
            _asked++;
            ExitCode ??= code;
            if (context.Signal == PosixSignal.SIGHUP)
                Terminal.Leave();
            if (_asked > (Volatile.Read(ref _keeping) > 0 ? 2 : 1))
                End();
            if (_asked == 2)
                System.Console.Error.WriteLine("Keeping what was learned; once more ends at once, without it.");
            if (_asked > 1)
                return;
        }

        new Thread(EndInTime) { IsBackground = true, Name = "end in time" }.Start();
        Stop.Cancel();
    }

    private static void EndInTime()
    {
        Thread.Sleep(Patience);
        if (Volatile.Read(ref _keeping) > 0)
            Thread.Sleep(PatienceWithWork);
        End();
    }

    private static void End() => Environment.Exit(ExitCode ?? 1);

    private sealed class Keeping : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref _keeping);
    }
}
