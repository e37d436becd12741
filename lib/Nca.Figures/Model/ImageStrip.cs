namespace Nca.Figures.Model;

/// <summary>Small pictures side by side, every cell a sharp square.</summary>
public sealed record ImageStrip : Figure
{
    /// <summary>The pictures with their labels.</summary>
    public required IReadOnlyList<(Pixels Picture, string Label)> Frames { get; init; }

    /// <summary>Screen pixels per cell, at least 1.</summary>
    public int Zoom { get; init; } = 3;

    /// <summary>
    /// Pictures in a row, where rows mean something: they are kept on the narrowest screen, with smaller pictures. By default as many as
    /// fit.
    /// </summary>
    public int? Columns { get; init; }

    /// <summary>Whether one of the pictures represents the notebook in the index of reports.</summary>
    public bool IsThumbnail { get; init; }

    /// <summary>Which one, from 0; the last by default.</summary>
    public int? ThumbnailFrame { get; init; }
}
