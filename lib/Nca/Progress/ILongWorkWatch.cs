namespace Nca.Progress;

/// <summary>Watches the progress of long work, and may stop it.</summary>
internal interface ILongWorkWatch
{
    /// <summary>Cancelled when the work is to stop.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>Told after each piece of the work, on the thread that does it; it should return at once.</summary>
    /// <param name="progress">How far it is.</param>
    void Report(LongWorkProgress progress);

    /// <summary>Called when the work ends, for any reason.</summary>
    void End();
}

/// <summary>How far long work is.</summary>
/// <param name="What">What is done, as a heading: <c>8 creatures over 2,000 steps</c>.</param>
/// <param name="Done">Steps done.</param>
/// <param name="Total">Steps in all, at least <paramref name="Done"/>.</param>
internal readonly record struct LongWorkProgress(string What, long Done, long Total);
