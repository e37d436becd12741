using Nca.Progress;

namespace Nca.Cli.Console;

/// <summary>Lets a request to stop reach the library's long work, whichever command began it.</summary>
internal sealed class InterruptibleWork : ILongWorkWatch
{
    private static readonly InterruptibleWork Instance = new();

    /// <inheritdoc/>
    public CancellationToken Cancellation => Interruption.Token;

    /// <summary>Has all long work of this process heed the request.</summary>
    public static void Begin() => LongWork.Host = () => Instance;

    /// <inheritdoc/>
    public void Report(LongWorkProgress progress) { }

    /// <inheritdoc/>
    public void End() { }
}
