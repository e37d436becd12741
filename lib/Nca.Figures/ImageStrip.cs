namespace Nca.Figures;

/// <summary>Small pictures beside each other, every cell a sharp square.</summary>
public sealed record ImageStrip : Figure
{
    /// <summary>The pictures with their labels.</summary>
    public required IReadOnlyList<(Pixels Picture, string Label)> Frames { get; init; }

    /// <summary>Screen pixels per cell, at least 1.</summary>
    public int Zoom { get; init; } = 3;

    /// <summary>Pictures in a row of the static form.</summary>
    public int Columns { get; init; } = 8;
}
