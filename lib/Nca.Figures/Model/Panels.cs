namespace Nca.Figures.Model;

/// <summary>Several figures under one caption, one below the other. The parts' own captions are not shown.</summary>
public sealed record Panels : Figure
{
    /// <summary>The parts: charts, strips, animations.</summary>
    public required IReadOnlyList<Figure> Parts { get; init; }
}
