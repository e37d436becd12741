namespace Nca.Figures.Model;

/// <summary>States in time, with a player.</summary>
public sealed record Animation : Figure
{
    /// <summary>The frames, all of one size.</summary>
    public required IReadOnlyList<Pixels> Frames { get; init; }

    /// <summary>What each frame is called, say "step 12"; as many as frames, or none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Duration of a frame in hundredths of a second, the unit of GIF, at least 2.</summary>
    public int Centiseconds { get; init; } = 10;

    /// <summary>Screen pixels per cell, at least 1.</summary>
    public int Zoom { get; init; } = 5;

    /// <summary>Saves it as an animated GIF.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The animation itself.</returns>
    public Animation SaveGif(string path)
    {
        AtomicFile.Write(path, Gif(this));
        return this;
    }

    internal static Func<Animation, byte[]> Gif { get; set; } = _ => throw new InvalidOperationException("No writer has handed itself in.");
}
