<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling" labelsEnabled="1">
 <renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="0" forceraster="0">
  <rules key="{rules}">
   <rule key="{rule-0}" label="受影响村庄" filter="&quot;population&quot; IS NOT NULL" symbol="0" scalemaxdenom="150000"/>
   <rule key="{rule-1}" label="受影响村庄" filter="&quot;population&quot; IS NOT NULL" symbol="1" scalemindenom="150000" scalemaxdenom="1000000"/>
   <rule key="{rule-2}" label="受影响村庄" filter="&quot;population&quot; IS NOT NULL" symbol="2" scalemindenom="1000000"/>
   <rule key="{rule-3}" label="受影响村庄，人口不详" filter="&quot;population&quot; IS NULL" symbol="3" scalemaxdenom="150000"/>
   <rule key="{rule-4}" label="受影响村庄，人口不详" filter="&quot;population&quot; IS NULL" symbol="4" scalemindenom="150000" scalemaxdenom="1000000"/>
   <rule key="{rule-5}" label="受影响村庄，人口不详" filter="&quot;population&quot; IS NULL" symbol="5" scalemindenom="1000000"/>
  </rules>
  <symbols>
   <symbol type="marker" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="circle"/>
      <Option type="QString" name="size" value="1.9"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="200,20,20,255"/>
      <Option type="QString" name="outline_color" value="255,255,255,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.2"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
   </symbol>
   <symbol type="marker" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="circle"/>
      <Option type="QString" name="size" value="1.1"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="200,20,20,255"/>
      <Option type="QString" name="outline_color" value="255,255,255,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.1"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
   </symbol>
   <symbol type="marker" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="circle"/>
      <Option type="QString" name="size" value="0.7"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="200,20,20,255"/>
      <Option type="QString" name="outline_color" value="255,255,255,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.05"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
   </symbol>
   <symbol type="marker" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="circle"/>
      <Option type="QString" name="size" value="1.9"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="255,255,255,255"/>
      <Option type="QString" name="outline_color" value="200,20,20,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.3"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
   </symbol>
   <symbol type="marker" name="4" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="circle"/>
      <Option type="QString" name="size" value="1.1"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="255,255,255,255"/>
      <Option type="QString" name="outline_color" value="200,20,20,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.3"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
   </symbol>
   <symbol type="marker" name="5" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="circle"/>
      <Option type="QString" name="size" value="0.7"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="255,255,255,255"/>
      <Option type="QString" name="outline_color" value="200,20,20,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.3"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="label" isExpression="0" fontFamily="Noto Sans CJK SC" fontSize="2.5" fontSizeUnit="MM" fontWeight="75" namedStyle="Bold" fontItalic="0" fontLetterSpacing="0" textColor="20,20,20,255" textOpacity="1">
    <text-buffer bufferDraw="1" bufferSize="0.35" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.9"/>
   </text-style>
   <placement placement="6" predefinedPositionOrder="R,TR,BR,L,T,B,TL,BL" offsetType="1" dist="0.35" distUnits="MM" priority="8"/>
   <rendering drawLabels="1" obstacle="1" displayAll="0"/>
  </settings>
 </labeling>
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
