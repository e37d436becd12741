namespace Nca.Notebooks.Markup;

/// <summary>
/// Work on a thread whose stack is large: parsers call themselves for every level of nesting, and a full stack ends the process.
/// </summary>
internal static class BigStack
{
    private const int Bytes = 256 << 20; // address space; memory is taken only as far as the stack really grows

    /// <summary>Does the work and waits for it; what it throws is thrown here.</summary>
    /// <param name="work">The work.</param>
    public static T Run<T>(Func<T> work) => Start(work).GetAwaiter().GetResult();

    /// <summary>Does the work, but waits only so long. Work that is late goes on in the background and is forgotten.</summary>
    /// <param name="work">The work; it may share nothing that anyone else writes to.</param>
    /// <param name="limit">How long to wait.</param>
    /// <exception cref="TimeoutException">It is late.</exception>
    public static T Run<T>(Func<T> work, TimeSpan limit) => Start(work).WaitAsync(limit).GetAwaiter().GetResult();

    private static Task<T> Start<T>(Func<T> work)
    {
        var result = new TaskCompletionSource<T>();
        var thread = new Thread(
            () =>
            {
                try
                {
                    result.SetResult(work());
                }
#pragma warning disable CA1031 // Handed to whoever waits.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    result.SetException(error);
                }
            },
            Bytes
        )
        {
            IsBackground = true,
        };
        thread.Start();
        return result.Task;
    }
}
