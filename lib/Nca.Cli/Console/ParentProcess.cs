namespace Nca.Cli.Console;

/// <summary>The process that started this one and holds its standard input open for as long as it is wanted.</summary>
internal static class ParentProcess
{
    /// <summary>Cancels when the standard input ends: the parent asks for it, or has died.</summary>
    /// <param name="stop">What is cancelled.</param>
    public static void CancelAtItsEnd(CancellationTokenSource stop) =>
        new Thread(() => Wait(stop)) { IsBackground = true, Name = "end of the parent" }.Start();

    private static void Wait(CancellationTokenSource stop)
    {
        using var input = System.Console.OpenStandardInput();
        while (input.ReadByte() >= 0) { }
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work ended first.
        }
    }
}
